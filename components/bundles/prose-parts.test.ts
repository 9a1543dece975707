import { expect, test } from "vitest";
import { proseParts } from "./prose-parts";

test("the code blocks of a Markdown text are told from its prose", () => {
  expect(proseParts("Run this:\n\n```bash\nsudo x\n  y\n```\nThen\nwait.")).toEqual([
    { kind: "prose", text: "Run this:" },
    { kind: "code", text: "sudo x\n  y" },
    { kind: "prose", text: "Then\nwait." },
  ]);
  expect(proseParts("```\nno end")).toEqual([{ kind: "code", text: "no end" }]);
  expect(proseParts("\n")).toEqual([]);
});
