import { lostAnswer } from "@/components/ui/lost-answer";
import { toast } from "@/components/ui/toast";
import { failureText } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";
import type { TokenDto } from "@/lib/tokens/dto";
import { TOKEN_TEXTS } from "./failure-texts";
import type { TokenPageContext } from "./token-page-context";
import { seenOf, type SeenToken } from "./use-token-change";

/** The "Undo" of a toast: sends the change of the token back, and says `done` or why it was refused. */
export function undoChange(
  context: TokenPageContext,
  changed: TokenDto,
  send: (seen: SeenToken) => Promise<{ ok: true } | Failure>,
  done: string,
): () => Promise<void> {
  return async () => {
    try {
      const result = await send(seenOf(context, changed));
      if (result.ok) toast.success(done);
      else toast.error(failureText(result, TOKEN_TEXTS));
    } catch (error) {
      toast.error(lostAnswer(error));
    }
  };
}
