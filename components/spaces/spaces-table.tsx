import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { SpaceName } from "@/lib/organizations/dto";

/** The spaces one can see, for going there. */
export function SpacesTable({ spaces }: { spaces: readonly SpaceName[] }) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Id</Th>
    </>
  );
  return (
    <Table label="Spaces" head={head}>
      {spaces.map(({ id, name }) => (
        <Tr key={id}>
          <Td>
            <Link data-row-link href={`/spaces/${id}`} className="font-medium break-words hover:underline">
              {name}
            </Link>
          </Td>
          <Td label="Id">
            <span className="font-mono text-muted">{id}</span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
