"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { toast } from "@/components/ui/toast";
import type { ContentKind } from "@/lib/content/schema";
import { UploadStep } from "./upload-steps";
import type { StoredBundle } from "./upload-answer";
import { useUpload } from "./use-upload";
import { CONTENT_LABELS, countOf } from "./labels";

export interface UploadProps {
  kind: ContentKind;
  spaceId: string;
  spaceName: string;
  /** The largest file that is accepted, in bytes and as text: "5 MB". */
  limit: { maxBytes: number; words: string };
}

/** Mounted each time it opens, so an upload always starts at the first step. */
export function UploadDialog({ kind, spaceId, spaceName, limit, onClose }: UploadProps & { onClose: () => void }) {
  const router = useRouter();
  const { noun, plural, title, path } = CONTENT_LABELS[kind];

  function onStored({ items, overwritten, warnings }: StoredBundle) {
    router.refresh();
    // With warnings the dialog stays open and shows them.
    if (warnings.length > 0) return;
    const [first] = items;
    const what = items.length === 1 && first ? `“${first.name}”` : countOf(items.length, noun, plural);
    toast.success(
      overwritten > 0
        ? `Replaced ${overwritten === items.length ? what : `${overwritten} of ${what}`}`
        : `Uploaded ${what}`,
    );
    onClose();
  }
  const tooLarge = `This file is larger than ${limit.words}, the maximum upload size.`;
  const { state, send, restart } = useUpload({
    href: `/spaces/${spaceId}/${path}/upload`,
    maxBytes: limit.maxBytes,
    tooLarge,
    onStored,
  });
  const footer =
    state.step === "taken" ? (
      <>
        <Button autoFocus onClick={restart}>
          Choose another file
        </Button>
        <Button variant="primary" onClick={() => void send(state.file, true)}>
          Replace
        </Button>
      </>
    ) : (
      // Each step removes the focused control, so the next step's button takes the focus.
      <Button key={state.step} autoFocus={state.step !== "choose"} onClick={onClose}>
        {state.step === "stored" ? "Done" : "Cancel"}
      </Button>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      closeOnOutsidePress={state.step === "choose"}
      size="lg"
      title={`Upload ${title.toLowerCase()}`}
      description={`To ${spaceName}. One bundle can contain several.`}
      footer={footer}
    >
      <UploadStep
        state={state}
        hint={`YAML, up to ${limit.words}`}
        noun={noun}
        plural={plural}
        onFile={(file) => void send(file)}
      />
    </Dialog>
  );
}
