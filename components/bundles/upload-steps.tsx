import { Callout } from "@/components/ui/callout";
import { FormError } from "@/components/ui/form-error";
import { DropZone } from "./drop-zone";
import { FindingList } from "./finding-list";
import { UploadProgress } from "./upload-progress";
import type { UploadState } from "./use-upload";
import { countOf } from "./labels";

interface Props {
  state: UploadState;
  hint: string;
  noun: string;
  plural: string;
  onFile: (file: File) => void;
}

const NAMED = 8;

/** The content of the dialog at each step. */
export function UploadStep({ state, hint, noun, plural, onFile }: Props) {
  switch (state.step) {
    case "choose":
      return (
        <div className="grid grid-cols-1 gap-4">
          <FormError message={state.problem} />
          <DropZone hint={hint} onFile={onFile} />
        </div>
      );
    case "sending":
      return <UploadProgress file={state.file} sent={state.sent} />;
    case "taken":
      return <Taken uids={state.uids} noun={noun} plural={plural} fileName={state.file.name} />;
    case "refused":
      return (
        <div className="grid grid-cols-1 gap-4">
          <div role="alert">
            <Callout tone="critical" title={`${state.file.name} was not stored`}>
              {state.findings.findings.length + state.findings.more === 1
                ? "The error is shown below, next to its line."
                : "Each error is shown below, next to its line."}{" "}
              Fix the file and choose it again.
            </Callout>
          </div>
          <DropZone hint={hint} onFile={onFile} />
          <FindingList findings={state.findings} lines={state.lines} />
        </div>
      );
    case "stored":
      return (
        <div className="grid grid-cols-1 gap-4">
          <div role="status">
            <Callout tone="positive" title={`Stored ${countOf(state.stored.items.length, noun, plural)}`}>
              {state.stored.warnings.length === 1
                ? "There is a warning. The bundle works, but check it."
                : "There are warnings. The bundle works, but check them."}
            </Callout>
          </div>
          <FindingList
            findings={{ findings: state.stored.warnings, more: state.stored.moreWarnings }}
            lines={state.lines}
          />
        </div>
      );
  }
}

function Taken({
  uids,
  noun,
  plural,
  fileName,
}: {
  uids: readonly string[];
  noun: string;
  plural: string;
  fileName: string;
}) {
  return (
    <div role="alert">
      <Callout
        tone="caution"
        title={
          uids.length === 1 ? `This ${noun} already exists` : `${countOf(uids.length, noun, plural)} already exist`
        }
      >
        <p>
          {fileName} has the same uid{uids.length === 1 ? "" : "s"}. Replacing keeps the assignments and overwrites the
          previous version.
        </p>
        <ul className="mt-2 grid gap-1 font-mono text-xs break-all">
          {uids.slice(0, NAMED).map((uid) => (
            <li key={uid}>{uid}</li>
          ))}
        </ul>
        {uids.length > NAMED && <p className="mt-1 text-xs">and {uids.length - NAMED} more</p>}
      </Callout>
    </div>
  );
}
