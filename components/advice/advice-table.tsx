import { TokenLink } from "@/components/tokens/token-link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AdvisedToken } from "@/lib/advice/dto";
import { adviceText } from "@/lib/advice/labels";
import { AdviceAction } from "./advice-action";

/** Tokens with what could be better about them. */
export function AdviceTable({ tokens }: { tokens: readonly AdvisedToken[] }) {
  const head = (
    <>
      <Th>Token</Th>
      <Th>Advice</Th>
      <Th>What to do</Th>
    </>
  );
  return (
    <Table label="Advice" head={head}>
      {tokens.map(({ id, name, advice }) => (
        <Tr key={`${id} ${advice.kind}`}>
          <Td>
            <TokenLink token={{ id, name }} />
          </Td>
          <Td label="Advice">{adviceText(advice)}</Td>
          <Td label="What to do">
            <AdviceAction kind={advice.kind} token={{ id, name }} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
