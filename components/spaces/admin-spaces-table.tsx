import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Time } from "@/components/ui/time";
import type { SpaceDto } from "@/lib/spaces/dto";
import type { SpaceActions } from "./actions";
import { SpaceMenu } from "./space-menu";

interface Props {
  organizationId: string;
  spaces: readonly SpaceDto[];
  mayDelete: boolean;
  actions: SpaceActions;
}

function Name({ space }: { space: SpaceDto }) {
  return (
    <>
      <Link data-row-link href={`/spaces/${space.id}`} className="font-medium break-words hover:underline">
        {space.name}
      </Link>
      {space.description && <p className="line-clamp-1 text-muted">{space.description}</p>}
    </>
  );
}

/** The organization's spaces, with their actions. */
export function AdminSpacesTable({ organizationId, spaces, mayDelete, actions }: Props) {
  const head = (
    <>
      <Th>Name</Th>
      <Th>Id</Th>
      <Th>Created</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label="Spaces" head={head}>
      {spaces.map((space) => (
        <Tr key={space.id}>
          <Td>
            <Name space={space} />
          </Td>
          <Td label="Id">
            <span className="font-mono text-muted">{space.id}</span>
          </Td>
          <Td label="Created">
            <Time at={space.createdAt} />
          </Td>
          <Td align="end" corner>
            <SpaceMenu
              organizationId={organizationId}
              space={{
                id: space.id,
                name: space.name,
                description: space.description ?? "",
                version: space.version ?? 1,
              }}
              mayDelete={mayDelete}
              actions={actions}
            />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
