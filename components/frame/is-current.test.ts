import { expect, test } from "vitest";
import { isCurrent } from "./is-current";

test("a link is current on its page and below it", () => {
  expect(isCurrent("/admin/tokens", "/admin/tokens")).toBe(true);
  expect(isCurrent("/admin/tokens/new", "/admin/tokens")).toBe(true);
});

test("a longer name that starts alike is another page", () => {
  expect(isCurrent("/spaces/mars-2", "/spaces/mars")).toBe(false);
});

test("the page of a subject belongs to the API tokens", () => {
  expect(isCurrent("/admin/subjects/cus_1", "/admin/tokens")).toBe(true);
  expect(isCurrent("/admin/subjects/cus_1", "/admin/apis")).toBe(false);
});

test("home is current at home only", () => {
  expect(isCurrent("/", "/")).toBe(true);
  expect(isCurrent("/admin", "/")).toBe(false);
});
