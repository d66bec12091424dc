//! Which channels have a look that begins at a place: asked of all of them in one walk, since at most places none has.

use smallvec::SmallVec;

use super::channel::Channel;

/// A set of channels: a bit for each, by its number.
pub(super) type ChannelSet = u64;

/// The looks of all channels, as a tree of their bytes.
#[derive(Debug)]
pub(super) struct Looks {
    /// The node that each first byte leads to; the first one, which leads nowhere, where none begins so.
    first: Box<[u32]>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// The channels that have a look which ends here, and those that have one which ends here or farther on.
    channels: ChannelSet,
    within: ChannelSet,
    /// What looks that end here say, by their channels and their places there.
    said: Vec<(u32, u32)>,
    next: Vec<(u8, u32)>,
}

/// What channels see at a place.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    /// The channels that have a look there.
    pub channels: ChannelSet,
    /// How far the text was looked at for that: one byte more than it has where more text could say more. What follows a look is
    /// looked at, too.
    pub length: usize,
    /// The nodes where looks end, with their lengths.
    ends: SmallVec<[(u32, u32); 4]>,
}

impl Node {
    fn after(&self, byte: u8) -> Option<u32> {
        self.next.iter().find(|(known, _)| *known == byte).map(|(_, node)| *node)
    }
}

impl Looks {
    /// Those of channels, whose places are their numbers: at most as many as a set has bits.
    pub fn of(channels: &[Channel]) -> Self {
        let mut looks = Self { first: vec![0; 256].into(), nodes: vec![Node::default()] };
        for (number, channel) in channels.iter().enumerate() {
            for (place, confusion) in channel.confusions() {
                looks.add(confusion.observed.as_bytes(), number, place);
            }
        }
        looks
    }

    fn add(&mut self, look: &[u8], number: usize, place: usize) {
        let Some((first, rest)) = look.split_first() else { return };
        let mut at = match self.first[usize::from(*first)] {
            0 => {
                let made = self.node();
                self.first[usize::from(*first)] = made;
                made
            }
            known => known,
        };
        for byte in rest {
            self.nodes[at as usize].within |= 1 << number;
            at = self.nodes[at as usize].after(*byte).unwrap_or_else(|| {
                let made = self.node();
                self.nodes[at as usize].next.push((*byte, made));
                made
            });
        }
        let end = &mut self.nodes[at as usize];
        end.channels |= 1 << number;
        end.within |= 1 << number;
        end.said.push((number as u32, place as u32));
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        (self.nodes.len() - 1) as u32
    }

    /// What some channels see where a text begins.
    pub fn begin(&self, text: &str, able: ChannelSet) -> Seen {
        let Some(first) = text.chars().next() else { return Seen { length: 1, ..Seen::default() } };
        let mut seen = Seen { length: first.len_utf8(), ..Seen::default() };
        let mut at = self.first[usize::from(text.as_bytes()[0])];
        for length in 1.. {
            let node = &self.nodes[at as usize];
            if node.within & able == 0 {
                break;
            }
            if node.channels & able != 0 {
                seen.channels |= node.channels & able;
                seen.length = seen.length.max(length + text[length..].chars().next().map_or(1, char::len_utf8));
                seen.ends.push((at, length as u32));
            }
            let goes_on = |next: &&(u8, u32)| self.nodes[next.1 as usize].within & able != 0;
            seen.length =
                seen.length.max(if node.next.iter().any(|next| goes_on(&next)) { length + 1 } else { length });
            match text.as_bytes().get(length).and_then(|byte| node.after(*byte)) {
                Some(next) => at = next,
                None => break,
            }
        }
        seen
    }

    /// What a channel sees there: the places of its confusions among those that begin with the same character, the likeliest first,
    /// each with the length of its look.
    pub fn of_channel(&self, seen: &Seen, number: usize) -> SmallVec<[(usize, usize); 16]> {
        let said = seen.ends.iter().flat_map(|&(node, length)| {
            let said = self.nodes[node as usize].said.iter().filter(|said| said.0 as usize == number);
            said.map(move |said| (said.1 as usize, length as usize))
        });
        let mut said: SmallVec<[(usize, usize); 16]> = said.collect();
        said.sort_unstable();
        said
    }
}

#[cfg(test)]
mod tests {
    use super::super::channel::Confusion;
    use super::super::channels::Channels;
    use super::*;
    use crate::language::Language;

    #[test]
    fn a_walk_finds_the_channels_that_see_something() {
        let channels = Channels::of(Language::danish());
        for text in ["Ã¸re", "Ã re", "Ã", "Å, re", "¿", "��r", "?", "a", "", "ã£â¸", "√∏", "A\"k", "Ã�", "�"]
        {
            let all = channels.looks().begin(text, ChannelSet::MAX);
            for (number, channel) in channels.all.iter().enumerate() {
                let seen = channels.looks().begin(text, 1 << number);
                let first = text.chars().next().unwrap_or_default();
                let found = channels.looks().of_channel(&seen, number).into_iter();
                let found: Vec<_> = found.map(|(place, _)| &channel.beginning_with(first)[place]).collect();
                let mut expected = Vec::new();
                channel.look_at(text, |look| expected.push(look));
                let said =
                    |looks: &[&Confusion]| looks.iter().map(|look| (look.observed.clone(), look.letter)).collect();
                let (found, expected): (Vec<_>, Vec<_>) = (said(&found), said(&expected));
                assert_eq!(found, expected, "{text} {}", channel.evidence);
                assert_eq!(all.channels >> number & 1 == 1, !expected.is_empty(), "{text} {}", channel.evidence);
                assert!(seen.length <= all.length, "{text} {}", channel.evidence);
            }
        }
    }
}
