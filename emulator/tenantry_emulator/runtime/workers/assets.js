// Stands before a script's static assets: the runtime serves files of a folder, with the types of their names and ETags of
// the folder's own; here they get the type of their upload, and their hash.
import { WorkerEntrypoint } from "cloudflare:workers";
import files from "files.json";
import { passingOn } from "shared.js";

// Rules of `_headers` may change both, and have the last word. What comes of the assets has the first of these headers,
// and this value in the content type and in the third, beside whatever the rules set, unless they removed it.
const MARK = "tenantry-emulator-asset";
const UNCHANGED = "tenantry-emulator-unchanged";
const ETAG_BY_RULES = "tenantry-emulator-etag";
// The last part of the runtime's ETag is the time of the file, by which the emulator numbers them.
const NATIVE = /^"[0-9a-f]+-[0-9a-f]+-([0-9a-f]+)"$/;

// Files, and the Worker behind them.
export default class extends WorkerEntrypoint {
  constructor(ctx, env) {
    super(ctx, env);
    return passingOn(this, (name, values) => env.ROUTER[name](...values));
  }

  async fetch(request) {
    return asUploaded(request, await this.env.ROUTER.fetch(request));
  }
}

// What a binding to the assets leads to: the files alone.
export class Files extends WorkerEntrypoint {
  async fetch(request) {
    return asUploaded(request, await this.env.FILES.fetch(request));
  }
}

function asUploaded(request, response) {
  if (!response.headers.has(MARK)) return response;
  const headers = new Headers(response.headers);
  // A redirect has no file.
  const file = files[NATIVE.exec(headers.get("etag"))?.[1]] ?? {};
  settle(headers, "etag", headers.get(ETAG_BY_RULES), file.hash && `"${file.hash}"`);
  settle(headers, "content-type", headers.get("content-type"), file.type);
  for (const name of [MARK, ETAG_BY_RULES]) headers.delete(name);
  const etag = headers.get("etag");
  const isKnown = etag !== null && [etag, `W/${etag}`].includes(request.headers.get("if-none-match"));
  if (response.status !== 200 || !isKnown) return new Response(response.body, { status: response.status, headers });
  response.body?.cancel();
  headers.delete("content-length");
  return new Response(null, { status: 304, headers });
}

function settle(headers, name, byRules, otherwise) {
  const value = byRules === UNCHANGED ? otherwise : byRules?.replace(`${UNCHANGED}, `, "").replace(`, ${UNCHANGED}`, "");
  if (value) headers.set(name, value);
  else headers.delete(name);
}
