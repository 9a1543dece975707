import { Card } from "@/components/ui/card";
import { ListTime } from "@/components/ui/list-time";
import { Section } from "@/components/ui/section";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { UsageOrigin, UsageOrigins } from "@/lib/usage/dto";

/** The addresses and agents that a token was used from. */
export function OriginsSection({ origins: { addresses, agents } }: { origins: UsageOrigins }) {
  const isEmpty = addresses.length + agents.length === 0;
  return (
    <Section
      title="Where it was used from"
      description="Its addresses and agents, the last 50 of each. Times are to the minute."
    >
      {isEmpty ? (
        <Card>
          <p className="text-muted">No use is recorded yet.</p>
        </Card>
      ) : (
        <div className="grid grid-cols-1 gap-4 lg:grid-cols-2 lg:items-start">
          {addresses.length > 0 && <OriginTable noun="Address" label="Addresses" origins={addresses} />}
          {agents.length > 0 && <OriginTable noun="Agent" label="Agents" origins={agents} />}
        </div>
      )}
    </Section>
  );
}

interface TableProps {
  /** The name of the first column. */
  noun: string;
  label: string;
  origins: readonly UsageOrigin[];
}

function OriginTable({ noun, label, origins }: TableProps) {
  const head = (
    <>
      <Th>{noun}</Th>
      <Th>First used</Th>
      <Th>Last used</Th>
    </>
  );
  return (
    <Table label={label} head={head}>
      {origins.map(({ value, firstAt, lastAt }) => (
        <Tr key={value}>
          <Td>
            <span className="font-mono text-xs [overflow-wrap:anywhere]">{value}</span>
          </Td>
          <Td label="First used">
            <ListTime at={firstAt} />
          </Td>
          <Td label="Last used">
            <ListTime at={lastAt} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
