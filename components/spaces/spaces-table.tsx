import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { SpaceDto } from "@/lib/spaces/dto";

/** The spaces that the user can see. */
export function SpacesTable({ spaces }: { spaces: readonly SpaceDto[] }) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Description</Th>
      <Th>Id</Th>
    </>
  );
  return (
    <Table label="Spaces" head={head}>
      {spaces.map(({ id, name, description }) => (
        <Tr key={id}>
          <Td>
            <Link data-row-link href={`/spaces/${id}`} className="font-medium break-words hover:underline">
              {name}
            </Link>
          </Td>
          <Td label="Description">
            {description ? (
              <span className="line-clamp-2 text-muted">{description}</span>
            ) : (
              <span className="text-muted">None</span>
            )}
          </Td>
          <Td label="Id">
            <span className="font-mono text-muted">{id}</span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
