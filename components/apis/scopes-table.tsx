import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ApiDto, ScopeDto } from "@/lib/apis/dto";
import type { ApiActions } from "./actions";
import { ScopeMenu } from "./scope-menu";

interface Props {
  organizationId: string;
  api: ApiDto;
  /** Those to show. */
  scopes: readonly ScopeDto[];
  actions: ApiActions;
}

/** The scopes of an API, with their actions. */
export function ScopesTable({ organizationId, api, scopes, actions }: Props) {
  const head = (
    <>
      <Th>Scope</Th>
      <Th>Description</Th>
      <Th align="end">Action</Th>
    </>
  );
  return (
    <Table label="Scopes" head={head}>
      {scopes.map((scope) => (
        <Tr key={scope.name}>
          <Td>
            <span className="font-mono break-all">{scope.name}</span>
          </Td>
          <Td label="Description">
            {scope.description ? (
              <span className="break-words">{scope.description}</span>
            ) : (
              <span className="text-muted">None</span>
            )}
          </Td>
          <Td align="end" corner>
            <ScopeMenu organizationId={organizationId} api={api} scope={scope} actions={actions} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
