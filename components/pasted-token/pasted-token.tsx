"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { countOf, permissionNames, spaceAccessName, STATUS_LABELS } from "@/components/tokens/labels";
import { announce } from "@/components/ui/announce";
import { ButtonLink } from "@/components/ui/button-link";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { FormError } from "@/components/ui/form-error";
import { StatusBadge } from "@/components/ui/status-badge";
import { SubmitButton } from "@/components/ui/submit-button";
import { Time } from "@/components/ui/time";
import type { PastedTokenState } from "./state";

type Found = Extract<PastedTokenState, { kind: "found" }>;

export interface PastedTokenProps {
  state: PastedTokenState;
  /** Runs the server action of the search form. */
  submit: (values: FormData) => void;
}

/**
 * The answer to a token that was pasted into a search: which token it is, and how to delete it. Works without scripts.
 */
export function PastedToken({ state, submit }: PastedTokenProps) {
  const box = useRef<HTMLDivElement>(null);
  const text = titleOf(state);

  useEffect(() => {
    if (text !== "") announce(text);
    // The button that had the focus is gone.
    if (state.kind === "revoked") box.current?.focus();
  }, [state, text]);

  if (state.kind === "none") return null;
  return (
    <div ref={box} tabIndex={-1} className="mb-4 outline-none">
      {state.kind === "found" ? <FoundToken found={state} title={text} submit={submit} /> : <Answer state={state} />}
    </div>
  );
}

function titleOf(state: PastedTokenState): string {
  switch (state.kind) {
    case "none":
      return "";
    case "part":
      return "This looks like part of an API token";
    case "unknown":
      return "No API token found for this secret";
    case "found":
      return `This is the secret of the API token “${state.token.name}”`;
    case "revoked":
      return `The API token “${state.name}” is deleted`;
    case "failed":
      return "That did not work";
  }
}

function Answer({ state }: { state: Exclude<PastedTokenState, Found> }) {
  const tone = state.kind === "revoked" ? "positive" : state.kind === "failed" ? "critical" : "neutral";
  return (
    <Callout tone={tone} title={titleOf(state)}>
      {textOf(state)}
    </Callout>
  );
}

function textOf(state: Exclude<PastedTokenState, Found>): string {
  switch (state.kind) {
    case "none":
      return "";
    case "part":
      return "It was not searched for and is not part of the address. Paste the whole token to look it up.";
    case "unknown":
      return (
        "It is not the secret of a token that you may see, it was mistyped, or a rotation has ended it. " +
        "It is not part of the address."
      );
    case "revoked":
      return (
        "Programs that used it can no longer call Latchkey." +
        (state.alsoRevoked > 0 ? ` ${countOf(state.alsoRevoked, "child token")} ended with it.` : "")
      );
    case "failed":
      return state.message;
  }
}

function FoundToken({ found, title, submit }: { found: Found; title: string; submit: (values: FormData) => void }) {
  const { token, organization, endsAt, href, problem } = found;
  const isRevoked = token.status === "revoked";
  return (
    <Card>
      <h2 className="text-base font-semibold break-words">{title}</h2>
      <p className="mt-1 mb-4 text-muted">
        {isRevoked
          ? "It was deleted and does not work."
          : "If people or programs that should not have it may have seen it, delete it, or rotate it on its page."}
      </p>
      <DescriptionList
        items={[
          { term: "Status", detail: <StatusBadge {...STATUS_LABELS[token.status]} /> },
          ...(endsAt === null ? [] : [{ term: "Secret", detail: <OldSecret endsAt={endsAt} /> }]),
          { term: "Last used", detail: <LastUsed lastUsed={token.lastUsed} /> },
        ]}
      />
      {/* Before the other facts, so that a phone shows the buttons without scrolling. */}
      <form action={submit} className="my-4 grid gap-4">
        <FormError message={problem} />
        <input type="hidden" name="organizationId" value={organization.id} />
        <div className="flex flex-wrap gap-3">
          {href && <ButtonLink href={href}>Show API token</ButtonLink>}
          {!isRevoked && (
            <SubmitButton variant="danger" name="revoke" value={token.id} pendingLabel="Deleting…">
              Delete API token
            </SubmitButton>
          )}
        </div>
      </form>
      <DescriptionList
        items={[
          { term: "Organization", detail: organization.name },
          { term: "Space access", detail: spaceAccessName(token) },
          { term: "Permissions", detail: permissionNames(token.permissions) },
          { term: "Created by", detail: token.createdBy },
        ]}
      />
    </Card>
  );
}

function OldSecret({ endsAt }: { endsAt: string }): ReactNode {
  return (
    <>
      A rotation replaced this one. It ends <Time at={endsAt} format="until" />.
    </>
  );
}

function LastUsed({ lastUsed }: { lastUsed: Found["token"]["lastUsed"] }) {
  return (
    <>
      <Time at={lastUsed?.at} />
      {lastUsed?.address && (
        <>
          {" "}
          from <span className="font-mono">{lastUsed.address}</span>
        </>
      )}
    </>
  );
}
