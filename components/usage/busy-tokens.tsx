import { TokenLink } from "@/components/tokens/token-link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { BusyToken } from "@/lib/usage/dto";
import { fullNumber } from "./numbers";

/** Tokens with how many requests they made. */
export function BusyTokens({ tokens }: { tokens: readonly BusyToken[] }) {
  const head = (
    <>
      <Th>Token</Th>
      <Th>Requests</Th>
    </>
  );
  return (
    <Table label="Busiest API tokens" head={head}>
      {tokens.map(({ id, name, requests }) => (
        <Tr key={id}>
          <Td>
            <TokenLink token={{ id, name }} />
          </Td>
          <Td label="Requests">
            <span className="tabular-nums">{fullNumber(requests)}</span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
