// Sends every request to the Worker of the customer that its hostname names: acme.shops.example to the script `acme`.

export default {
  async fetch(request, env) {
    const [customer] = new URL(request.url).hostname.split(".");
    try {
      const answer = await env.DISPATCHER.get(customer).fetch(request);
      return answer.webSocket ? answer : signed(answer, customer);
    } catch (error) {
      if (error.message === "Worker not found.") return page(404, "This shop does not exist.");
      // What the customer's Worker threw. The details are for the log, and not for the visitor.
      console.error(`${customer}: ${error}`);
      return page(500, "This shop has a problem.");
    }
  },
};

// Answers of others have headers that cannot be changed; those of a copy can.
function signed(answer, customer) {
  const copy = new Response(answer.body, answer);
  copy.headers.set("x-served-by", customer);
  return copy;
}

function page(status, text) {
  return new Response(`${text}\n`, { status, headers: { "content-type": "text/plain; charset=utf-8" } });
}
