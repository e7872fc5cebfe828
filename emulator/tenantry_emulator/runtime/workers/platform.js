// What surrounds a Worker in its process: the ways to other Workers and to the network, and who hears of its failures.
import { WorkerEntrypoint } from "cloudflare:workers";

// Which Worker a request is for, where that is not known before: JSON, percent-encoded.
const TARGET = "tenantry-emulator-target";
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

export default {
  // Asked now and then whether this process still answers.
  fetch: () => new Response(null, { status: 204 }),

  async tail(events, env) {
    const exceptions = events.flatMap((event) => event.exceptions);
    // The runtime writes the console of modules to its output, and that of service-worker scripts nowhere else.
    const logs = env.TELLS_LOGS ? events.flatMap((event) => event.logs) : [];
    if (exceptions.length + logs.length > 0) await tell(env, "/tail", { exceptions, logs });
  },
};

// What a binding of type `service` names.
export class Service extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    // Any method may be called: it is one of the other Worker.
    return new Proxy(this, {
      get: (self, name) => {
        if (typeof name === "symbol" || name in self) return bound(self, name);
        return async (...values) => (await reached(env, ctx.props)).entrypoint[name](...values);
      },
    });
  }

  fetch(request) {
    return forwarded(this.env, this.ctx.props, request);
  }
}

// What stands behind a binding of type `dispatch_namespace`. Requests come as requests, so that streams and WebSockets
// pass; calls of other methods come as calls of `call`.
export class Dispatch extends WorkerEntrypoint {
  fetch(request) {
    const named = JSON.parse(decodeURIComponent(request.headers.get(TARGET)));
    const bare = new Request(request);
    bare.headers.delete(TARGET);
    return forwarded(this.env, { ...named, ...this.ctx.props }, bare);
  }

  async call(named, method, values) {
    const { entrypoint } = await reached(this.env, { ...named, ...this.ctx.props });
    return entrypoint[method](...values);
  }
}

// Where `fetch` leads: nowhere but to this machine.
export class Outbound extends WorkerEntrypoint {
  fetch(request) {
    const { hostname } = new URL(request.url);
    if (LOOPBACK.test(hostname)) return this.env.NETWORK.fetch(request);
    throw new Error(`${hostname} is not reached: the emulator lets Workers reach this machine alone, unless it is started with --allow-network.`);
  }
}

// Where the Cache API leads: to a cache that keeps nothing.
export class Cache extends WorkerEntrypoint {
  fetch(request) {
    return new Response(null, { status: { PUT: 204, PURGE: 404 }[request.method] ?? 504 });
  }
}

async function forwarded(env, target, request) {
  const { entrypoint, process, trusted } = await reached(env, target);
  try {
    return await entrypoint.fetch(trusted ? request : withoutCf(request));
  } catch (error) {
    throw await explained(env, process, error);
  }
}

// The same request for a Worker of an untrusted namespace, which has no `request.cf`.
// https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
function withoutCf({ url, method, headers, body, redirect, signal }) {
  return new Request(url, { method, headers, body, redirect, signal });
}

// The entrypoint, in the process that runs the Worker as it is now; the emulator starts one where there is none.
async function reached(env, target) {
  const answer = await tell(env, "/route", target);
  if (answer.error) throw new Error(answer.error);
  const port = await env.DEBUG_PORT.connect(answer.address);
  const service = target.entrypoint ? "worker" : answer.service;
  return { ...answer, entrypoint: port.getEntrypoint(service, target.entrypoint, target.props) };
}

// What the emulator has to say of it where the process is gone; else the error itself.
async function explained(env, process, error) {
  if (error.message !== "Network connection lost.") return error;
  const { reason } = await tell(env, "/end", { process });
  return reason ? new Error(reason) : error;
}

async function tell(env, path, message) {
  const answer = await env.EMULATOR.fetch(`http://emulator${path}`, { method: "POST", body: JSON.stringify(message) });
  if (!answer.ok) throw new Error(`the emulator failed: ${await answer.text()}`);
  return answer.json();
}

function bound(self, name) {
  const value = Reflect.get(self, name);
  return typeof value === "function" ? value.bind(self) : value;
}
