import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ApiSummary } from "@/lib/apis/dto";

/** The organization's APIs. */
export function ApisTable({ apis }: { apis: readonly ApiSummary[] }) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Identifier</Th>
      <Th align="end">Scopes</Th>
      <Th>JWT algorithm</Th>
    </>
  );
  return (
    <Table label="APIs" head={head}>
      {apis.map((api) => (
        <Tr key={api.id}>
          <Td>
            <Link data-row-link href={`/admin/apis/${api.id}`} className="font-medium break-words hover:underline">
              {api.name}
            </Link>
            {api.description && <p className="line-clamp-1 text-muted">{api.description}</p>}
          </Td>
          <Td label="Identifier">
            <span className="font-mono break-all text-muted">{api.identifier}</span>
          </Td>
          <Td label="Scopes" align="end">
            <span className="tabular-nums">{api.scopeCount.toLocaleString("en")}</span>
          </Td>
          <Td label="JWT algorithm">{api.algorithm}</Td>
        </Tr>
      ))}
    </Table>
  );
}
