import { ListTime } from "@/components/ui/list-time";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { TokenDetails } from "@/lib/tokens/details";
import type { UsageOrigin } from "@/lib/usage/dto";

interface Props {
  details: Pick<TokenDetails, "token" | "oldSecrets">;
  /** When each secret was used, by its hint. */
  uses: readonly UsageOrigin[];
}

/** The secrets of a token that work, and which of them are used. Nothing for a deleted one. */
export function SecretsSection({ details: { token, oldSecrets }, uses }: Props) {
  if (token.status === "revoked") return null;
  const secrets = [{ hint: token.hint, until: null }, ...oldSecrets];
  const head = (
    <>
      <Th>Secret</Th>
      <Th>Works until</Th>
      <Th>Last used</Th>
    </>
  );
  return (
    <Section title="Secrets" description="Which of its secrets work, and when each was last used, to the minute.">
      <Table label="Secrets" head={head}>
        {secrets.map(({ hint, until }, index) => (
          <Tr key={`${index} ${hint}`}>
            <Td>
              <span className="font-mono">{hint}</span>
              {index === 0 && secrets.length > 1 && <span className="text-muted"> · the current one</span>}
            </Td>
            <Td label="Works until">
              <ListTime at={until ?? token.expiresAt} format="until" />
            </Td>
            <Td label="Last used">
              <LastUse at={uses.find(({ value }) => value === hint)?.lastAt} isUsed={token.lastUsed !== null} />
            </Td>
          </Tr>
        ))}
      </Table>
    </Section>
  );
}

/** Of a token that is used, a secret may have been used before that was recorded. */
function LastUse({ at, isUsed }: { at: string | undefined; isUsed: boolean }) {
  return at === undefined && isUsed ? <span className="text-muted">Not recorded</span> : <ListTime at={at} />;
}
