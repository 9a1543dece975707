import { IconButton } from "@/components/ui/icon-button";
import { TASKS, type TokenTask } from "./task-labels";

const iconId = (task: TokenTask) => `icon-${task}`;

/** The icons of RowTasks, once for all rows. */
export function RowTaskIcons() {
  return (
    <div hidden>
      {TASKS.map(({ task, icon: Icon }) => (
        <Icon key={task} id={iconId(task)} aria-hidden />
      ))}
    </div>
  );
}

/** The Action column of one row. ListedTokens handles the clicks. */
export function RowTasks({ name }: { name: string }) {
  return (
    <div className="needs-script -my-1.5 -mr-2 flex justify-end max-md:-ml-2 max-md:justify-start">
      {TASKS.map(({ task, named }) => (
        <IconButton
          key={task}
          data-task={task}
          label={named(name)}
          icon={
            <svg aria-hidden>
              <use href={`#${iconId(task)}`} width="16" height="16" />
            </svg>
          }
        />
      ))}
    </div>
  );
}
