// A binding of a type that is not emulated: using it throws an error that says so.
export default function ({ name, type }) {
  return new Proxy({}, {
    get(_, property) {
      // What promises, JSON and the console look for.
      if (typeof property === "symbol" || property === "then" || property === "toJSON") return undefined;
      throw new Error(`The binding ${name} is of type ${type}, which tenantry_emulator does not emulate.`);
    },
  });
}
