"use client";

import { Toast } from "@base-ui/react/toast";
import { X } from "lucide-react";
import { useEffect } from "react";
import { cn } from "./cn";
import { buttonStyle } from "./button-style";
import { IconButton } from "./icon-button";
import { receiveToasts, toast as queue, type ToastMessage } from "./toast";
import { ToneIcon } from "./tone-icon";

const manager = Toast.createToastManager<ToastMessage>();
const READING_MS = 6_000;
const UNDO_MS = 12_000;

function add(message: ToastMessage) {
  manager.add({
    title: message.message,
    data: message,
    timeout: message.undo ? UNDO_MS : READING_MS,
    priority: message.tone === "critical" ? "high" : "low",
  });
}

async function undo(id: string, message: ToastMessage) {
  manager.close(id);
  try {
    await message.undo?.();
  } catch (error) {
    console.error(error);
    queue.error("That could not be undone. Reload the page to see the current state.");
  }
}

const ICON_COLOR = {
  positive: "text-positive-text",
  critical: "text-critical-text",
  neutral: "text-muted",
};

function ToastCard({ item }: { item: Toast.Root.ToastObject<ToastMessage> }) {
  const message = item.data;
  if (!message) return null;
  return (
    <Toast.Root
      toast={item}
      className={cn(
        "fade rounded-md border border-line bg-raised shadow-float",
        "data-[limited]:hidden data-[starting-style]:translate-y-2",
      )}
    >
      <Toast.Content className="flex items-center gap-3 py-2 pr-2 pl-4">
        <span className={ICON_COLOR[message.tone]}>
          <ToneIcon tone={message.tone} />
        </span>
        <Toast.Title className="min-w-0 flex-1 py-1.5 font-medium break-words" render={<p />} />
        {message.undo && (
          <Toast.Action className={buttonStyle("secondary", "sm")} onClick={() => void undo(item.id, message)}>
            Undo
          </Toast.Action>
        )}
        <Toast.Close render={<IconButton label="Dismiss" icon={<X />} />} />
      </Toast.Content>
    </Toast.Root>
  );
}

function ToastList() {
  const { toasts } = Toast.useToastManager<ToastMessage>();
  return toasts.map((item) => <ToastCard key={item.id} item={item} />);
}

/** The part of Toaster that is loaded with the first toast. F6 moves the focus to it. */
export default function ToastViewport() {
  useEffect(() => receiveToasts(add), []);
  return (
    <Toast.Provider toastManager={manager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport
          className={cn("fixed right-4 bottom-4 left-4 z-70 flex flex-col", "gap-2 outline-none sm:left-auto sm:w-96")}
        >
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
