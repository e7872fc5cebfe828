// What our Workers share: how they ask the emulator, and how they pass calls on.

export async function tell(env, path, message) {
  const answer = await env.EMULATOR.fetch(`http://emulator${path}`, { method: "POST", body: JSON.stringify(message) });
  if (!answer.ok) throw new Error(`the emulator failed: ${await answer.text()}`);
  return answer.json();
}

// Where something runs, as the emulator answers it, and a connection to there.
export async function connected(env, path, message) {
  const answer = await tell(env, path, message);
  if (answer.error) throw new Error(answer.error);
  return { ...answer, port: await env.DEBUG_PORT.connect(answer.address) };
}

// What the emulator has to say of an error where the process is gone; else the error itself.
export async function explained(env, process, error) {
  if (error.message !== "Network connection lost.") return error;
  const { reason } = await tell(env, "/end", { process });
  return reason ? new Error(reason) : error;
}

// The object, on which any method may be called: those that it does not have are passed on.
export function passingOn(object, call) {
  return new Proxy(object, {
    get(_, name) {
      if (typeof name !== "symbol" && !(name in object)) return (...values) => call(name, values);
      const value = Reflect.get(object, name);
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}
