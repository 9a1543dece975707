import { afterEach, expect, test, vi } from "vitest";
import { log } from "../platform/log";
import { logConsole } from "./console-log";

const target = {} as Console;
logConsole(target);
afterEach(() => {
  vi.restoreAllMocks();
});

test("an error that a library prints is one log line, also if it is wrapped", () => {
  const error = vi.spyOn(log, "error").mockImplementation(() => undefined);
  const thrown = new Error("broken");
  target.error(" \u001b[31m⨯\u001b[39m", thrown);
  target.error("⨯", thrown); // Next passes the same error on
  expect(error.mock.calls).toEqual([[{ err: thrown }, "⨯"]]);
});

test("text is logged without colors", () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  target.warn("\u001b[33mwarn\u001b[39m %s of %d", "two", 3);
  expect(warn).toHaveBeenCalledWith("warn two of 3");
});
