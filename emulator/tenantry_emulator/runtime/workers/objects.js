// Durable Objects that live in the process of another script. Here each has one of the same identifier, which keeps nothing
// and passes everything on, so that a binding makes identifiers and stubs as it always does.
import { DurableObject } from "cloudflare:workers";
import { connected, explained, passingOn } from "shared.js";

// The class for objects whose data belongs to this key.
export function classOf(key) {
  return class extends DurableObject {
    constructor(ctx, env) {
      super(ctx, env);
      return passingOn(this, (name, values) => reached(ctx, env, key, (object) => object[name](...values)));
    }

    fetch(request) {
      return reached(this.ctx, this.env, key, (object) => object.fetch(request));
    }
  };
}

async function reached(ctx, env, key, use) {
  const { port, process, class_name } = await connected(env, "/object", { key });
  try {
    return await use(port.getEntrypoint("platform", "OwnObject", { class_name, id: String(ctx.id), name: ctx.id.name }));
  } catch (error) {
    throw await explained(env, process, error);
  }
}
