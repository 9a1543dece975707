import { createServer } from "node:http";
import { expect, test } from "vitest";
import { answersAt, type ServerProcess } from "./server-process";
import { freePort } from "./address";

test("a server that has ended by the time of an answer is not taken for one that runs", async () => {
  let hasEnded = false;
  const port = await freePort();
  const other = createServer((_request, response) => {
    hasEnded = true; // as if another program had taken the port
    response.end();
  }).listen(port, "127.0.0.1");
  const ending: Pick<ServerProcess, "hasEnded"> = { hasEnded: () => hasEnded };
  expect(await answersAt(`http://127.0.0.1:${port}`, ending, 10_000)).toBe(false);
  other.close();
});
