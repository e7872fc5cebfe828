// A binding of type `dispatch_namespace`, as a dispatch Worker sees it.
const TARGET = "tenantry-emulator-target";

export default function ({ dispatch }) {
  return {
    get(name, args, options) {
      const target = { script: String(name), parameters: options?.outbound ?? {} };
      return new Proxy({}, {
        get(_, method) {
          // What promises and the console look for.
          if (typeof method === "symbol" || method === "then") return undefined;
          if (method === "fetch") return (input, init) => dispatch.fetch(addressed(target, input, init));
          return (...values) => dispatch.call(target, method, values);
        },
      });
    },
  };
}

function addressed(target, input, init) {
  const request = new Request(input, init);
  request.headers.set(TARGET, encodeURIComponent(JSON.stringify(target)));
  return request;
}
