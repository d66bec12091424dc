//! Which channels have a look that begins at a place: asked of all of them in one walk, since at most places none has.

use super::channel::Channel;

/// A set of channels: a bit for each, by its number.
pub(super) type ChannelSet = u64;

/// The looks of all channels, as a tree of their bytes.
#[derive(Debug)]
pub(super) struct Looks {
    /// The node that each first byte leads to; 0 where none begins so.
    first: Box<[u32]>,
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    /// The channels that have a look which ends here.
    channels: ChannelSet,
    next: Vec<(u8, u32)>,
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
            channel.observed().for_each(|observed| looks.add(observed.as_bytes(), number));
        }
        looks
    }

    fn add(&mut self, look: &[u8], number: usize) {
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
            at = self.nodes[at as usize].after(*byte).unwrap_or_else(|| {
                let made = self.node();
                self.nodes[at as usize].next.push((*byte, made));
                made
            });
        }
        self.nodes[at as usize].channels |= 1 << number;
    }

    fn node(&mut self) -> u32 {
        self.nodes.push(Node::default());
        (self.nodes.len() - 1) as u32
    }

    /// The channels that have a look with which a text begins, and how far the text was looked at for that: one byte more than it has
    /// where more text could say more. What follows a look is looked at, too.
    pub fn begin(&self, text: &str) -> (ChannelSet, usize) {
        let Some(first) = text.chars().next() else { return (0, 1) };
        let mut at = self.first[usize::from(text.as_bytes()[0])] as usize;
        if at == 0 {
            return (0, first.len_utf8());
        }
        let (mut channels, mut seen) = (0, first.len_utf8());
        for length in 1.. {
            let node = &self.nodes[at];
            if node.channels != 0 {
                channels |= node.channels;
                seen = seen.max(length + text[length..].chars().next().map_or(1, char::len_utf8));
            }
            seen = seen.max(if node.next.is_empty() { length } else { length + 1 });
            match text.as_bytes().get(length).and_then(|byte| node.after(*byte)) {
                Some(next) => at = next as usize,
                None => break,
            }
        }
        (channels, seen)
    }
}

#[cfg(test)]
mod tests {
    use super::super::channels::Channels;
    use crate::language::Language;

    #[test]
    fn a_walk_finds_the_channels_that_see_something() {
        let channels = Channels::of(Language::danish());
        for text in ["Ã¸re", "Ã re", "Ã", "Å, re", "¿", "��r", "?", "a", "", "ã£â¸", "√∏", "A\"k", "Ã�", "�"]
        {
            let (found, seen) = channels.looks.begin(text);
            for (number, channel) in channels.all.iter().enumerate() {
                let mut sees = false;
                let end = channel.look_at(text, |_, _| sees = true);
                assert_eq!(found >> number & 1 == 1, sees, "{text} {}", channel.evidence);
                assert!(end <= seen, "{text} {}: {end} {seen}", channel.evidence);
            }
        }
    }
}
