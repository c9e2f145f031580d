//! How soon the side that wants a total large can force the next payment.

use super::reach::Reach;
use super::total::Total;
use crate::nodes::NodeId;
use std::collections::VecDeque;

/// For each node with a price, the number of moves before the one with which something is paid, or more is
/// still to be paid than before, or before the play is outside, if the other side hurries and loses nothing
/// by it; [`Reach::NEVER`] at price 0.
pub(super) fn pressure<W: Fn(NodeId, NodeId) -> u64>(total: &Total<'_, W>) -> Vec<u32> {
    let mut pressure = vec![Reach::NEVER; total.arena.len()];
    let mut n_idle: Vec<u32> = total
        .arena
        .nodes()
        .map(|node| n_idle_moves(total, node))
        .collect();
    let mut queue: VecDeque<NodeId> = total
        .arena
        .nodes()
        .filter(|n| is_pressed(total, *n, n_idle[n.index()]))
        .collect();
    for node in &queue {
        pressure[node.index()] = 0;
    }
    while let Some(node) = queue.pop_front() {
        for before in total.arena.predecessors(node).iter().copied() {
            if pressure[before.index()] != Reach::NEVER || !is_idle(total, before, node) {
                continue;
            }
            n_idle[before.index()] -= 1;
            if total.arena.side(before) != total.side || n_idle[before.index()] == 0 {
                pressure[before.index()] = pressure[node.index()] + 1;
                queue.push_back(before);
            }
        }
    }
    pressure
}

/// Is the node outside, or is the next move from it one that presses?
fn is_pressed<W: Fn(NodeId, NodeId) -> u64>(total: &Total<'_, W>, node: NodeId, n_idle: u32) -> bool {
    let price = total.price[node.index()];
    if price == 0 || !total.within.contains(node) {
        return price > 0;
    }
    let presses = |next: &NodeId| total.presses(node, *next) && total.cost(node, *next) >= price;
    if total.arena.side(node) == total.side {
        n_idle == 0
    } else {
        total.arena.successors(node).iter().any(presses)
    }
}

fn n_idle_moves<W: Fn(NodeId, NodeId) -> u64>(total: &Total<'_, W>, node: NodeId) -> u32 {
    let idle = total
        .arena
        .successors(node)
        .iter()
        .filter(|next| is_idle(total, node, **next));
    u32::try_from(idle.count()).expect("a node has fewer than 2^32 moves")
}

/// Does the move leave everything as it was?
fn is_idle<W: Fn(NodeId, NodeId) -> u64>(total: &Total<'_, W>, node: NodeId, next: NodeId) -> bool {
    let price = total.price[node.index()];
    price > 0 && (total.weight)(node, next) == 0 && total.price[next.index()] == price
}
