"use client";

import { useState } from "react";
import { Callout } from "@/components/ui/callout";
import type { FieldErrors } from "@/components/ui/form-errors";
import { toast } from "@/components/ui/toast";
import type { GrantedToken, TokenDto } from "@/lib/tokens/dto";
import { ChangeDialog } from "./change-dialog";
import type { TokenDialogProps } from "./dialog-props";
import { EditConflict } from "./edit-conflict";
import { countOf, scopeNames } from "./labels";
import { LastUse } from "./last-use";
import { ScopeBoxes } from "./scope-boxes";
import { chosenOf, type ChosenScopes, grantsOf, lostScopes, withHeld } from "./scope-choice";
import type { TokenPageContext } from "./token-page-context";
import { undoChange } from "./undo-change";
import { useFreshDetails } from "./use-fresh-details";
import { useOfferedApis } from "./use-offered-apis";
import { useTokenChange } from "./use-token-change";

const NO_ERRORS: FieldErrors = {};
const NONE_CHOSEN: FieldErrors = { grants: "Choose at least one scope." };

function putBack(context: TokenPageContext, changed: TokenDto, { grants }: TokenDto) {
  return undoChange(
    context,
    changed,
    (seen) => context.actions.setGrants({ ...seen, grants: copyOf(grants) }),
    `“${changed.name}” has its scopes back`,
  );
}

function copyOf(grants: TokenDto["grants"]) {
  return grants.map(({ api, scopes }) => ({ api, scopes: [...scopes] }));
}

/** "Scopes": the scopes of the organization's APIs, and "Set scopes" once something is different. */
export function ScopesDialog(props: TokenDialogProps) {
  const { token, context, onClose } = props;
  const [chosen, setChosen] = useState<ChosenScopes>(() => chosenOf(token.grants));
  const fresh = useFreshDetails(context, token);
  const offered = useOfferedApis(context);
  const apis = withHeld(offered.known, token.grants);
  const grants = grantsOf(apis, chosen);
  const change = useTokenChange<GrantedToken>({
    token,
    context,
    send: (_values, seen) => context.actions.setGrants({ ...seen, grants }),
    validate: () => (token.permissions.length > 0 || grants.length > 0 ? NO_ERRORS : NONE_CHOSEN),
    onDone: (result, before) => {
      toast.success(`Scopes of “${token.name}” set`, { undo: putBack(context, result.token, before) });
      onClose();
    },
  });
  const { errors } = change.form;
  const lost = lostScopes(change.current.grants, grants);
  const unchanged = lost.length === 0 && lostScopes(grants, change.current.grants).length === 0;
  return (
    <ChangeDialog
      {...props}
      change={change}
      unchanged={unchanged}
      size="lg"
      title="Scopes"
      submitLabel="Set scopes"
      pendingLabel="Setting scopes…"
      conflict={(current) => <EditConflict>It now has {scopeNames(current.grants)}.</EditConflict>}
    >
      <ScopeBoxes
        apis={apis}
        offered={offered}
        chosen={chosen}
        onChange={setChosen}
        error={errors.grants ?? (errors.expiration && `${errors.expiration} Shorten this token first.`)}
      />
      {lost.length > 0 && <Losing lost={lost} lastUsed={fresh.token.lastUsed} />}
    </ChangeDialog>
  );
}

/** What stops working, with the last use. */
function Losing({ lost, lastUsed }: { lost: readonly string[]; lastUsed: TokenDto["lastUsed"] }) {
  const title = `It loses ${countOf(lost.length, "scope")}`;
  return (
    <div role="status">
      <Callout tone={lastUsed ? "critical" : "neutral"} title={title}>
        {lastUsed ? (
          <>
            It was <LastUse lastUsed={lastUsed} />. Programs that use it lose these scopes on their next request.
          </>
        ) : (
          "It has never been used."
        )}{" "}
        JWTs that were issued before keep them until they expire.
      </Callout>
    </div>
  );
}
