// A user Worker: it greets, and adds up what is in the basket with WebAssembly.
import add from "./add.wasm";
import greeting from "./greeting.txt";

export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const { exports } = await WebAssembly.instantiate(add);
    const total = exports.add(Number(searchParams.get("a")), Number(searchParams.get("b")));
    return new Response(`${greeting.trim()} from ${env.SHOP}: ${total}\n`);
  },
};
