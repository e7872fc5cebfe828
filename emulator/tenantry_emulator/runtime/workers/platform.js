// Runs beside each Worker in its process: leads to other Workers and to the network, and reports exceptions.
import { WorkerEntrypoint } from "cloudflare:workers";
import { connected, explained, passingOn, tell } from "shared.js";

// Which Worker a request is for, if the binding does not say: JSON, percent-encoded.
const TARGET = "tenantry-emulator-target";
// Which store a request to the emulator is for.
const STORE = "tenantry-emulator-store";
// Why a store refuses a request: percent-encoded.
const REASON = "tenantry-emulator-reason";
// How much of a body is awaited before its head goes out, and for how long.
const AWAITED_BYTES = 64 * 1024;
const AWAITED_MS = 50;
// Requests of this Worker to the front door that have no answer yet. Which of them led to which is not known here, but
// of a Worker that fetches itself, or of a ring of them, none has one.
let hops = 0;
const MOST_HOPS = 100;
// As Cloudflare's page for it: https://developers.cloudflare.com/support/troubleshooting/http-status-codes/cloudflare-1xxx-errors/
const LOOP = "Error 1019: Compute server loop";
const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/;

export default {
  // The watchdog asks now and then whether this process still answers.
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
    return passingOn(this, async (name, values) => (await reached(env, ctx.props)).entrypoint[name](...values));
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

// A Durable Object of the Worker beside it, for those of other processes.
export class OwnObject extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    return passingOn(this, (name, values) => ownObject(env, ctx.props)[name](...values));
  }

  fetch(request) {
    return ownObject(this.env, this.ctx.props).fetch(request);
  }
}

function ownObject(env, { class_name, id, name }) {
  const objects = env[`class ${class_name}`];
  // By its name where it has one, which it can then read.
  const named = name === undefined ? undefined : objects.idFromName(name);
  return objects.get(String(named) === id ? named : objects.idFromString(id));
}

// A KV namespace, as the runtime's binding asks for it.
export class Kv extends WorkerEntrypoint {
  async fetch(request) {
    const answer = await stored(this.env, this.ctx.props, request);
    const reason = answer.headers.get(REASON);
    return reason === null ? answer : new Response(null, { status: answer.status, statusText: decodeURIComponent(reason) });
  }
}

// A D1 database, as the runtime's binding asks for it: by requests or, with the flag `d1_binding_jsrpc`, by calls.
export class D1 extends WorkerEntrypoint {
  fetch(request) {
    return stored(this.env, this.ctx.props, request);
  }

  async query({ queries }) {
    const body = JSON.stringify(queries, (_, value) => (ArrayBuffer.isView(value) ? [...value] : value));
    const url = "http://d1/query?resultsFormat=ROWS_AND_COLUMNS";
    const answer = await (await this.fetch(new Request(url, { method: "POST", body }))).json();
    if (!Array.isArray(answer)) throw new Error(answer.error);
    return { results: answer.map(({ results, meta }) => ({ meta, data: { kind: "raw", ...results } })) };
  }
}

function stored(env, { store }, request) {
  const addressed = new Request(request);
  addressed.headers.set(STORE, store);
  return env.EMULATOR.fetch(addressed);
}

// Where `fetch` leads: to this machine only.
export class Outbound extends WorkerEntrypoint {
  async fetch(request) {
    const { hostname, port } = new URL(request.url);
    if (!LOOPBACK.test(hostname)) {
      const rule = "the emulator lets Workers reach this machine alone, unless it is started with --allow-network";
      throw new Error(`${hostname} is not reached: ${rule}.`);
    }
    if (port !== this.env.FRONT_DOOR) return this.env.NETWORK.fetch(request);
    if (hops >= MOST_HOPS) return new Response(`${LOOP}\n`, { status: 508 });
    hops += 1;
    try {
      return await this.env.NETWORK.fetch(request);
    } finally {
      hops -= 1;
    }
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
    return await begun(await entrypoint.fetch(trusted ? request : withoutCf(request)));
  } catch (error) {
    throw await explained(env, process, error);
  }
}

// The response once its body has come, or begun to come if it is large or slow. What fails until then can be answered
// with an error; once the head is on its way, all that is left is to drop the connection.
async function begun(response) {
  if (response.body === null) return response;
  const reader = response.clone().body.getReader();
  const late = Promise.withResolvers();
  const timer = setTimeout(late.resolve, AWAITED_MS, "late");
  const chunks = [];
  try {
    for (let bytes = 0; bytes < AWAITED_BYTES; bytes += chunks.at(-1).byteLength) {
      const next = reader.read();
      const found = await Promise.race([next, late.promise]);
      if (found === "late" && chunks.length > 0) return resumed(response, chunks, reader, next);
      if (found === "late" || found.done) break;
      chunks.push(found.value);
    }
  } finally {
    clearTimeout(timer);
  }
  reader.cancel().catch(() => {});
  return response;
}

// The response whose beginning was read: that goes out at once, and not only when more follows.
function resumed(response, chunks, reader, next) {
  response.body.cancel().catch(() => {});
  const { readable, writable } = new IdentityTransformStream();
  const writer = writable.getWriter();
  const write = async () => {
    for (const chunk of chunks) await writer.write(chunk);
    for (let found = await next; !found.done; found = await reader.read()) await writer.write(found.value);
    await writer.close();
  };
  write().catch((error) => Promise.allSettled([writer.abort(error), reader.cancel(error)]));
  return new Response(readable, response);
}

// The same request for a Worker of an untrusted namespace, which has no `request.cf`.
// https://developers.cloudflare.com/cloudflare-for-platforms/workers-for-platforms/reference/worker-isolation/
function withoutCf({ url, method, headers, body, redirect, signal }) {
  return new Request(url, { method, headers, body, redirect, signal });
}

// The entrypoint, in the process that runs the Worker as it is now; the emulator starts one if necessary.
async function reached(env, target) {
  const answer = await connected(env, "/route", target);
  const name = answer.entrypoint ?? target.entrypoint;
  return { ...answer, entrypoint: answer.port.getEntrypoint(name ? "worker" : answer.service, name, target.props) };
}
