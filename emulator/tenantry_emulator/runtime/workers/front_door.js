// The dispatch Worker that answers at the front door unless there is another: by host name, or by path.
//
//   http://<script>.<dispatch namespace>.localhost:<port>/…
//   http://<script>.localhost:<port>/…                        one of the account's own Workers
//   http://127.0.0.1:<port>/<dispatch namespace>/<script>/…   for any name, percent-encoded
//   http://127.0.0.1:<port>/@<account>/<dispatch namespace>/<script>/…
//
// In a path, `~` stands for the account itself, outside any dispatch namespace.
const TARGET = "tenantry-emulator-target";
const HELP =
  "This is the front door of tenantry_emulator. Tenants are at http://<script>.<dispatch namespace>.localhost";
// As Cloudflare's page for it: https://developers.cloudflare.com/workers/observability/errors/
const THREW = "Error 1101: Worker threw exception";

export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const found = byHost(url) ?? byPath(url);
    if (found === null) return text(404, `${HELP}${url.port && `:${url.port}`}/`);
    const { hidden, ...target } = found;
    const addressed = new Request(url, request);
    addressed.headers.set(TARGET, encodeURIComponent(JSON.stringify({ account: env.ACCOUNT, ...target })));
    try {
      return redirected(await env.DISPATCH.fetch(addressed), url, hidden);
    } catch (error) {
      if (error.message === "Worker not found.") return text(404, error.message);
      return text(500, `${THREW}\n\n${error}`);
    }
  },
};

function byHost({ hostname }) {
  const labels = hostname.split(".");
  if (labels.pop() !== "localhost" || labels.length === 0) return null;
  const namespace = labels.length > 1 ? labels.pop() : "";
  return { script: labels.join("."), namespace };
}

// The answer, with a redirect to the Worker's own address below the part of the path that it does not see.
function redirected(response, url, hidden) {
  const location = response.headers.get("location");
  if (hidden === undefined || location === null || !URL.canParse(location, url)) return response;
  const to = new URL(location, url);
  if (to.origin !== url.origin) return response;
  const headers = new Headers(response.headers);
  headers.set("location", `${hidden}${to.pathname}${to.search}${to.hash}`);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

// Takes the names off the path, so that the Worker sees its own.
function byPath(url) {
  if (!/^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname)) return null;
  const found = /^(?:\/@([0-9a-f]{32}))?\/([^/]+)\/([^/]+)(\/.*|$)/.exec(url.pathname);
  if (found === null) return null;
  const [, account, namespace, script, rest] = found;
  try {
    const within = namespace === "~" ? "" : decodeURIComponent(namespace);
    const names = { namespace: within, script: decodeURIComponent(script) };
    const hidden = url.pathname.slice(0, url.pathname.length - rest.length);
    url.pathname = rest || "/";
    return { hidden, ...(account && { account }), ...names };
  } catch {
    // What is percent-encoded is not UTF-8, so it cannot be a name.
    return null;
  }
}

const TEXT = { "content-type": "text/plain; charset=utf-8" };
const text = (status, body) => new Response(`${body}\n`, { status, headers: TEXT });
