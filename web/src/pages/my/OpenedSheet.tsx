/** The form that was opened from the list. It stays when what it is about waits no longer: it tells what became of it. */
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";
import { lazyPart } from "../../app/part.js";
import * as queries from "../../api/queries.js";
import type { Item, My } from "../../api/types.js";
import { usePlan } from "../../plan/plan.js";
import type { ActKind } from "../../../../domain/items/acts/catalogue.js";

const ActSheet = lazyPart(async () => (await import("../../actions/ActSheet.js")).ActSheet);

export interface OpenedAct {
  readonly name: ActKind;
  readonly items: readonly Item[];
  /** The only item's instruction that it is about. */
  readonly ref?: string | null;
}

interface Props {
  readonly opened: OpenedAct;
  readonly my: Pick<My, "capacities">;
  /** Something of it was accepted. */
  readonly onDone?: (() => void) | undefined;
  readonly onClose: () => void;
}

export function OpenedSheet({ opened, my, onDone, onClose }: Props) {
  const { name, items, ref } = opened;
  return (
    <Suspense>
      {ref === undefined || ref === null ? (
        <ActSheet name={name} items={items} capacities={my.capacities} automatic onDone={onDone} onClose={onClose} />
      ) : (
        <OneSheet opened={opened} onDone={onDone} onClose={onClose} />
      )}
    </Suspense>
  );
}

/** About one of an item's instructions: the form wants to know the item. */
function OneSheet({ opened: { name, items, ref }, onDone, onClose }: Omit<Props, "my">) {
  const { id } = usePlan();
  const only = items[0]?.id ?? "";
  const { data: item } = useQuery(queries.item(id, only));
  const { data: offers } = useQuery(queries.itemActions(id, only));
  if (!item || !offers) return null;
  const capacities = offers.actions.find(({ action }) => action === name)?.capacities ?? [];
  return (
    <ActSheet
      name={name}
      items={[item]}
      item={item}
      refs={typeof ref === "string" ? [ref] : []}
      capacities={capacities}
      onDone={onDone}
      onClose={onClose}
    />
  );
}
