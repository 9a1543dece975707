import { spaceAccessName } from "@/components/tokens/labels";
import { TokenLink } from "@/components/tokens/token-link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { TokenDto } from "@/lib/tokens/dto";

/** Tokens that expire soon. Their users need new ones before. */
export function EndingTokens({ tokens }: { tokens: readonly TokenDto[] }) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Space access</Th>
      <Th>Last used</Th>
      <Th>Expires</Th>
    </>
  );
  return (
    <Table label="API tokens that expire soon" head={head}>
      {tokens.map((token) => (
        <Tr key={token.id}>
          <Td>
            <TokenLink token={token} />
          </Td>
          <Td label="Space access">{spaceAccessName(token)}</Td>
          <Td label="Last used">
            <Time at={token.lastUsed?.at} />
          </Td>
          <Td label="Expires">
            <Time at={token.expiresAt} format="until" />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
