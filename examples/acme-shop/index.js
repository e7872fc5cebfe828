// A user Worker: it greets, adds up what is in the basket with WebAssembly, remembers the total, and signs it.
import add from "./add.wasm";
import greeting from "./greeting.txt";

export default {
  async fetch(request, env) {
    const { searchParams } = new URL(request.url);
    const { exports } = await WebAssembly.instantiate(add);
    const total = exports.add(Number(searchParams.get("a")), Number(searchParams.get("b")));
    const before = await env.BASKETS.get("total");
    await env.BASKETS.put("total", String(total));
    const signature = await signed(env.PAYMENT_KEY, String(total));
    return new Response(`${greeting.trim()} from ${env.SHOP}: ${total}, before ${before}, signed ${signature}\n`);
  },
};

async function signed(key, text) {
  const encoded = new TextEncoder();
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const imported = await crypto.subtle.importKey("raw", encoded.encode(key), hmac, false, ["sign"]);
  const signature = new Uint8Array(await crypto.subtle.sign("HMAC", imported, encoded.encode(text)));
  return [...signature.slice(0, 4)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
