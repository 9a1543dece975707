"use client";

import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import { toast } from "@/components/ui/toast";
import type { GrantedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import type { TokenDialogProps } from "./dialog-props";
import { EditConflict } from "./edit-conflict";
import IssueBoxes from "./issue-boxes";
import { chosenIssuesOf, isLess, issueErrors, issuesInWords, issuesOf, withIssued } from "./issue-choice";
import { LastUse } from "./last-use";
import type { TokenPageContext } from "./token-page-context";
import { undoChange } from "./undo-change";
import { useFreshDetails } from "./use-fresh-details";
import { useOfferedApis } from "./use-offered-apis";
import { useTokenChange } from "./use-token-change";

function putBack(context: TokenPageContext, changed: TokenDto, { issues }: TokenDto) {
  return undoChange(
    context,
    changed,
    (seen) =>
      context.actions.setIssues({
        ...seen,
        issues: issues.map(({ api, scopes }) => (scopes ? { api, scopes: [...scopes] } : { api })),
      }),
    `“${changed.name}” has its APIs back`,
  );
}

/** "APIs": what an Issuer issues tokens for, and "Set APIs" once something is different. */
export function IssuesDialog(props: TokenDialogProps) {
  const { token, context, onClose } = props;
  const [chosen, setChosen] = useState(() => chosenIssuesOf(token.issues));
  const fresh = useFreshDetails(context, token);
  const offered = useOfferedApis(context);
  const apis = withIssued(offered.known, token.issues);
  const issues = issuesOf(apis, chosen);
  const change = useTokenChange<GrantedToken>({
    token,
    context,
    send: (_values, seen) => context.actions.setIssues({ ...seen, issues }),
    validate: () => issueErrors(apis, chosen),
    onDone: (result, before) => {
      toast.success(
        `APIs of “${token.name}” set`,
        before.issues.length > 0 ? { undo: putBack(context, result.token, before) } : {},
      );
      onClose();
    },
  });
  const isNarrower = isLess(change.current.issues, issues);
  const unchanged = !isNarrower && !isLess(issues, change.current.issues);
  return (
    <ChangeDialog
      {...props}
      change={change}
      unchanged={unchanged}
      size="lg"
      title="APIs"
      submitLabel="Set APIs"
      pendingLabel="Setting APIs…"
      conflict={(current) => <EditConflict>It now issues {issuesInWords(current.issues)}.</EditConflict>}
    >
      <IssueBoxes
        apis={apis}
        offered={offered}
        chosen={chosen}
        onChange={setChosen}
        error={change.form.errors.issues}
      />
      {isNarrower && <Losing lastUsed={fresh.token.lastUsed} />}
    </ChangeDialog>
  );
}

function Losing({ lastUsed }: { lastUsed: TokenDto["lastUsed"] }) {
  return (
    <div role="status">
      <Callout tone={lastUsed ? "critical" : "neutral"} title="It issues less than before">
        {lastUsed ? (
          <>
            It was <LastUse lastUsed={lastUsed} />.
          </>
        ) : (
          "It has never been used."
        )}{" "}
        It can no longer create or change tokens that have the scopes you took away. These tokens keep working.
      </Callout>
    </div>
  );
}
