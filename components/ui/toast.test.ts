import { expect, test, vi } from "vitest";
import { awaitFirstToast, receiveToasts, toast } from "./toast";

test("a toast raised before the toaster is mounted is kept", () => {
  const onFirst = vi.fn();
  const stopWaiting = awaitFirstToast(onFirst);
  toast.success("Token deleted");
  expect(onFirst).toHaveBeenCalledOnce();

  const shown: string[] = [];
  const stop = receiveToasts(({ message }) => shown.push(message));
  toast.error("Later");
  expect(shown).toEqual(["Token deleted", "Later"]);
  stop();
  stopWaiting();
});

test("a toast raised before the page was ready wakes it when it is", () => {
  toast.info("Early");
  const onFirst = vi.fn();
  const stopWaiting = awaitFirstToast(onFirst);
  expect(onFirst).toHaveBeenCalledOnce();
  receiveToasts(() => undefined)();
  stopWaiting();
});
