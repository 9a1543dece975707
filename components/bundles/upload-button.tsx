"use client";

import { Upload } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import type { UploadProps } from "./upload-dialog";
import { CONTENT_LABELS } from "./labels";

const UploadDialog = lazy(() => import("./upload-dialog").then((module) => ({ default: module.UploadDialog })));

/** Opens the upload dialog. Its code is loaded then. */
export function UploadButton(props: UploadProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="primary" className="needs-script" onClick={() => setOpen(true)}>
        <Upload aria-hidden />
        Upload {CONTENT_LABELS[props.kind].plural}
      </Button>
      {open && (
        <Suspense fallback={null}>
          <UploadDialog {...props} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
