export const ECHO = {
  /** The target of forms and links. */
  echoed: (_, response) => {
    response.writeHead(200, { "Content-Type": "text/html" }).end('<h1 id="echoed">echoed</h1>');
  },
  /** The method and the body of the request. */
  "echoed-body": async (request, response) => {
    response.end(`${request.method} ${Buffer.concat(await Array.fromAsync(request))}`);
  },
};
