import { lostAnswer } from "@/components/ui/lost-answer";
import { toast } from "@/components/ui/toast";
import { failureText } from "@/lib/platform/result/failure-text";
import type { Failure } from "@/lib/platform/result/result";
import { TOKEN_TEXTS } from "./failure-texts";

/** The "Undo" of a toast: sends the change back, and says `done` or why it was refused. */
export function undoChange(send: () => Promise<{ ok: true } | Failure>, done: string): () => Promise<void> {
  return async () => {
    try {
      const result = await send();
      if (result.ok) toast.success(done);
      else toast.error(failureText(result, TOKEN_TEXTS));
    } catch (error) {
      toast.error(lostAnswer(error));
    }
  };
}
