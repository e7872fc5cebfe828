// A dispatch Worker: the first part of the path names the customer, whose Worker answers.
export default {
  async fetch(request, env) {
    const url = new URL(request.url);
    const [, customer, ...path] = url.pathname.split("/");
    if (!customer) return new Response("Whose Worker?\n", { status: 400 });
    url.pathname = `/${path.join("/")}`;
    try {
      return await env.DISPATCHER.get(customer).fetch(new Request(url, request));
    } catch (error) {
      if (error.message === "Worker not found.") return new Response(`There is no customer ${customer}.\n`, { status: 404 });
      throw error;
    }
  },
};
