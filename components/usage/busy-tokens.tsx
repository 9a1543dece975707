import Link from "next/link";
import { DASHBOARD } from "@/components/tokens/token-routes";
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
            <Link
              data-row-link
              href={`${DASHBOARD.base}/${id}`}
              prefetch={false}
              className="font-medium break-words hover:underline"
            >
              {name}
            </Link>
          </Td>
          <Td label="Requests">
            <span className="tabular-nums">{fullNumber(requests)}</span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
