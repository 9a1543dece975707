import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { ApiDto } from "@/lib/apis/dto";
import { lifetimeInWords } from "./lifetimes";

interface Props {
  api: ApiDto;
  /** The deployment's own prefix. */
  tokenPrefix: string;
}

/** The facts of an API. */
export function ApiFacts({ api, tokenPrefix }: Props) {
  const { lifetimeDays, maxLifetimeDays } = api.defaults;
  return (
    <Card>
      <DescriptionList
        items={[
          { term: "Identifier", detail: <Code text={api.identifier} copy="Copy the identifier" /> },
          {
            term: "Description",
            detail: api.description ? <p className="whitespace-pre-line">{api.description}</p> : <Muted>None</Muted>,
          },
          { term: "JWT algorithm", detail: api.algorithm },
          { term: "Token prefix", detail: <Prefix api={api} own={tokenPrefix} /> },
          { term: "Default lifetime", detail: lifetimeInWords(lifetimeDays, "No expiration") },
          { term: "Maximum lifetime", detail: lifetimeInWords(maxLifetimeDays, "No limit") },
          { term: "Registered", detail: <Time at={api.createdAt} /> },
          { term: "Id", detail: <Code text={api.id} copy="Copy the id" /> },
        ]}
      />
    </Card>
  );
}

function Prefix({ api, own }: { api: ApiDto; own: string }) {
  return (
    <>
      <span className="font-mono">{`${api.tokenPrefix ?? own}_…`}</span>
      {api.tokenPrefix === null && <Muted> (Latchkey’s own)</Muted>}
    </>
  );
}

function Code({ text, copy }: { text: string; copy: string }) {
  return (
    <span className="-my-1.5 inline-flex min-w-0 flex-wrap items-center gap-x-2">
      <span className="font-mono break-all">{text}</span>
      <CopyButton iconOnly text={text} description={copy} />
    </span>
  );
}

function Muted({ children }: { children: ReactNode }) {
  return <span className="text-muted">{children}</span>;
}
