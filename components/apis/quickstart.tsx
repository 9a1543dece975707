import Link from "next/link";
import { choiceOf, hrefOf, type ListUrl } from "@/components/lists/list-url";
import { CodeBlock } from "@/components/ui/code-block";
import { Section } from "@/components/ui/section";
import { Tabs } from "@/components/ui/tabs";
import { QUICKSTART, QUICKSTART_IDS } from "@/lib/docs/quickstart";
import type { QuickstartParameters } from "@/lib/docs/quickstart/parameters";

/** The parameter of the page's URL that holds the open tab. */
export const QUICKSTART_TAB = "program";
const ANCHOR = "quickstart";

/** Code that guards the API, filled in, for one program at a time. The tabs are links, so that no script is needed. */
export function Quickstart({ list, parameters }: { list: ListUrl; parameters: QuickstartParameters }) {
  const id = choiceOf(list, QUICKSTART_TAB, QUICKSTART_IDS) ?? "curl";
  const { file, run, needsVerifier, code } = QUICKSTART[id];
  return (
    <div id={ANCHOR} className="scroll-mt-6">
      <Section
        title="Quickstart"
        description={
          <>
            Lets only requests pass whose token has the scope{" "}
            <span className="font-mono wrap-anywhere">{parameters.scope}</span>.
          </>
        }
      >
        <Tabs
          label="Programs"
          keepsScroll
          items={QUICKSTART_IDS.map((each) => ({
            label: QUICKSTART[each].label,
            href: `${hrefOf(list, { [QUICKSTART_TAB]: each })}#${ANCHOR}`,
            current: each === id,
          }))}
        />
        {needsVerifier && <VerifierNote />}
        <CodeBlock label={file} code={code(parameters)} />
        {run && (
          <div className="mt-4">
            <CodeBlock label="Install and run" code={run} />
          </div>
        )}
      </Section>
    </div>
  );
}

function VerifierNote() {
  return (
    <p className="mb-4 max-w-2xl text-muted">
      Put the secret of{" "}
      <Link href="/admin/tokens/new" className="text-accent-text underline">
        an API token
      </Link>{" "}
      with the permission Verifier, bound to this API, into the environment variable{" "}
      <span className="font-mono">LATCHKEY_VERIFIER_TOKEN</span>.
    </p>
  );
}
