import { Spinner } from "@/components/ui/spinner";
import { sizeOf } from "./labels";

/** The progress of a file: uploading, then being validated. */
export function UploadProgress({ file, sent }: { file: File; sent: number }) {
  const share = file.size === 0 ? 1 : Math.min(1, sent / file.size);
  const isChecking = share === 1;
  const words = isChecking ? "Checking the bundle…" : `${sizeOf(Math.min(sent, file.size))} of ${sizeOf(file.size)}`;
  return (
    <div className="grid grid-cols-1 gap-3 rounded-md border border-line px-4 py-6">
      <div className="flex items-center gap-3">
        <Spinner />
        <p className="min-w-0 flex-1 truncate font-medium">{file.name}</p>
      </div>
      <div
        role="progressbar"
        aria-label={`Uploading ${file.name}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        aria-valuetext={words}
        className="h-2 overflow-hidden rounded-full bg-pressed"
      >
        <div className="h-full bg-accent transition-[width] duration-100" style={{ width: `${share * 100}%` }} />
      </div>
      <p role="status" className="text-muted tabular-nums">
        {words}
      </p>
    </div>
  );
}
