//! Work that may never come back, one after the other on a thread that is replaced when it is held up. Orders are
//! bounded, and so are the threads that were given up. What the work is, is nobody's business here.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::time::{Duration, Instant};

/// Orders that wait at a time. Each holds a descriptor.
const ORDERS: usize = 32;

/// Threads that may be held up at a time.
const HELD_UP: usize = 8;

/// Their work reads files and keeps what it reads on the heap.
const STACK: usize = 256 * 1024;

/// Who ordered what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) struct Ticket {
    pub(super) pid: u32,
    number: u64,
}

type Work<Q, A> = Arc<dyn Fn(Q) -> A + Send + Sync>;

/// The orders that were made.
pub(super) struct Desk<Q, A> {
    work: Work<Q, A>,
    thread: Option<Thread<Q, A>>,
    /// The answers of threads that were given up.
    held_up: Vec<Receiver<(Ticket, A)>>,
    number: u64,
}

struct Thread<Q, A> {
    orders: Sender<(Ticket, Q)>,
    answers: Receiver<(Ticket, A)>,
    waiting: VecDeque<Ticket>,
    /// When it last answered, or began.
    moved: Instant,
}

impl<Q: Send + 'static, A: Send + 'static> Desk<Q, A> {
    /// The thread starts with the first order.
    pub(super) fn new(work: impl Fn(Q) -> A + Send + Sync + 'static) -> Self {
        Self { work: Arc::new(work), thread: None, held_up: Vec::new(), number: 0 }
    }

    /// Whether one more order is taken.
    pub(super) fn has_room(&self) -> bool {
        self.outstanding() < ORDERS && (self.thread.is_some() || self.held_up.len() < HELD_UP)
    }

    /// Orders of which nobody has given up the answer.
    pub(super) fn outstanding(&self) -> usize {
        self.thread.as_ref().map_or(0, |thread| thread.waiting.len())
    }

    /// Orders a work; `None` when that is not possible now.
    pub(super) fn order(&mut self, pid: u32, question: Q) -> Option<Ticket> {
        if !self.has_room() {
            return None;
        }
        self.number += 1;
        let ticket = Ticket { pid, number: self.number };
        let thread = match &mut self.thread {
            Some(thread) => thread,
            None => self.thread.insert(Thread::start(Arc::clone(&self.work))?),
        };
        if thread.waiting.is_empty() {
            thread.moved = Instant::now();
        }
        if thread.orders.send((ticket, question)).is_err() {
            self.thread = None;
            return None;
        }
        thread.waiting.push_back(ticket);
        Some(ticket)
    }

    /// The next answer, waited for so long.
    pub(super) fn answer(&mut self, patience: Duration) -> Option<(Ticket, A)> {
        let mut late = None;
        self.held_up.retain(|answers| {
            late.is_some() || {
                let answer = answers.try_recv();
                let over = matches!(answer, Err(TryRecvError::Disconnected));
                late = answer.ok();
                !over
            }
        });
        if late.is_some() {
            return late;
        }
        let thread = self.thread.as_mut().filter(|thread| !thread.waiting.is_empty())?;
        let answer = match thread.answers.try_recv() {
            Ok(answer) => answer,
            Err(_) if patience.is_zero() => return None,
            Err(_) => thread.answers.recv_timeout(patience).ok()?,
        };
        thread.moved = Instant::now();
        thread.waiting.pop_front();
        Some(answer)
    }

    /// Gives the thread up if it has not answered for so long: who holds it up, and who waited behind and is to order
    /// again. The answer to the former may still come.
    pub(super) fn give_up(&mut self, patience: Duration) -> Option<(Ticket, VecDeque<Ticket>)> {
        let stands =
            |thread: &mut Thread<Q, A>| !thread.waiting.is_empty() && thread.moved.elapsed() >= patience;
        let mut thread = self.thread.take_if(stands)?;
        let first = thread.waiting.pop_front()?;
        self.held_up.push(thread.answers);
        Some((first, thread.waiting))
    }
}

impl<Q: Send + 'static, A: Send + 'static> Thread<Q, A> {
    /// Its loop ends with the orders, or when nobody is left to hear the answers.
    fn start(work: Work<Q, A>) -> Option<Self> {
        let (orders, ordered) = channel::<(Ticket, Q)>();
        let (answer, answers) = channel();
        let run = move || {
            for (ticket, question) in ordered {
                if answer.send((ticket, work(question))).is_err() {
                    return;
                }
            }
        };
        let started =
            std::thread::Builder::new().name("surroundings".to_owned()).stack_size(STACK).spawn(run);
        started.ok().map(|_| Self { orders, answers, waiting: VecDeque::new(), moved: Instant::now() })
    }
}

impl<Q, A> std::fmt::Debug for Desk<Q, A> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Desk").field("held_up", &self.held_up.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{SyncSender, sync_channel};

    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    /// A question is a gate at which the work waits, or none.
    fn desk() -> Desk<Option<Receiver<()>>, bool> {
        Desk::new(|gate: Option<Receiver<()>>| gate.is_none_or(|gate| gate.recv().is_ok()))
    }

    fn gate() -> (SyncSender<()>, Option<Receiver<()>>) {
        let (open, gate) = sync_channel(1);
        (open, Some(gate))
    }

    #[test]
    fn answers_come_in_the_order_of_the_orders() {
        let mut desk = desk();
        let tickets: Vec<_> = (0..5).map(|pid| desk.order(pid, None).expect("there is room")).collect();
        for ticket in tickets {
            assert_eq!(desk.answer(LONG), Some((ticket, true)));
        }
        assert_eq!((desk.answer(LONG), desk.outstanding()), (None, 0), "nobody waits for nothing");
    }

    #[test]
    fn who_is_held_up_holds_up_nobody_else_and_is_answered_late() {
        let mut desk = desk();
        let (open, closed) = gate();
        let stuck = desk.order(1, closed).expect("there is room");
        let behind = desk.order(2, None).expect("there is room");
        assert_eq!(desk.answer(Duration::ZERO), None);
        assert_eq!(desk.give_up(LONG), None, "not yet");
        assert_eq!(desk.give_up(Duration::ZERO), Some((stuck, VecDeque::from([behind]))));
        let again = desk.order(2, None).expect("there is room");
        assert_eq!(desk.answer(LONG), Some((again, true)));
        open.send(()).expect("it waits");
        let limit = Instant::now() + LONG;
        let late = loop {
            match desk.answer(Duration::ZERO) {
                Some(answer) => break answer,
                None => assert!(Instant::now() < limit, "it never came"),
            }
            std::thread::yield_now();
        };
        assert_eq!(late, (stuck, true));
    }

    #[test]
    fn orders_and_threads_are_bounded() {
        let mut desk = desk();
        let mut gates = Vec::new();
        for pid in 0..HELD_UP {
            let (open, closed) = gate();
            gates.push(open);
            assert!(desk.order(u32::try_from(pid).expect("few"), closed).is_some());
            assert!(desk.give_up(Duration::ZERO).is_some());
        }
        assert!(!desk.has_room() && desk.order(99, None).is_none());
        drop(gates);
        let mut desk = self::desk();
        let (_open, closed) = gate();
        assert!(desk.order(0, closed).is_some());
        assert_eq!((1..100).filter(|pid| desk.order(*pid, None).is_some()).count(), ORDERS - 1);
    }
}
