use crate::support::{RIGHT, clean, cleaned, misread};

/// A message of three parts with this text in each, and the same in its headers.
fn mail(quoted: &str, base64: &str, eight: &str) -> String {
    let lines = [
        "From: \"J\u{f8}rgen\" <j@example.dk>",
        "Subject: =?utf-8?Q?M=C3=83=C2=B8de?=",
        "MIME-Version: 1.0",
        "Content-Type: multipart/mixed; boundary=\"--=_a\"",
        "",
        "MÃ¸det er en forord.",
        "----=_a",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Transfer-Encoding: quoted-printable",
        "",
        quoted,
        "----=_a",
        "Content-Type: text/plain; charset=\"UTF-8\"",
        "Content-Transfer-Encoding: base64",
        "",
        base64,
        "----=_a",
        "Content-Type: text/html; charset=utf-8",
        "Content-Transfer-Encoding: 8bit",
        "",
        eight,
        "----=_a",
        "Content-Type: text/plain; name=\"bilag.txt\"; charset=utf-8",
        "Content-Disposition: attachment",
        "Content-Transfer-Encoding: 8bit",
        "",
        "Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.",
        "----=_a--",
        "",
    ];
    lines.join("\r\n")
}

#[test]
fn mail_is_mended_in_its_parts() {
    let quoted = "Sagen blev dr=C3=83=C2=B8ftet p=C3=83=C2=A5 m=C3=83=C2=B8d=\r\net, og vi s=C3=83=\r\n=C2=A5s. =20\r\n> svar =3D ja";
    let wanted = "Sagen blev dr=C3=B8ftet p=C3=A5 m=C3=B8d=\r\net, og vi s=C3=A5s. =20\r\n> svar =3D ja";
    // «Sagen blev drÃ¸ftet pÃ¥ mÃ¸det.» and «Sagen blev drøftet på mødet.»
    let base64 = "U2FnZW4gYmxldiBkcsODwrhmdGV0IHDDg8KlIG3Dg8K4ZGV0Lg==";
    let wanted_base64 = "U2FnZW4gYmxldiBkcsO4ZnRldCBww6UgbcO4ZGV0Lg==";
    let input = mail(quoted, base64, "<p>Vi sÃ¥ mÃ¸det pÃ¥ skÃ¦rmen.</p>");
    let output = cleaned("a.eml", &input);
    assert_eq!(output, mail(wanted, wanted_base64, "<p>Vi så mødet på skærmen.</p>"));
    let boxed = format!("From a@example.dk Mon Jan 01\r\n{input}\r\nFrom b@example.dk Mon Jan 01\r\n{input}");
    let wanted = format!("From a@example.dk Mon Jan 01\r\n{output}\r\nFrom b@example.dk Mon Jan 01\r\n{output}");
    assert_eq!(cleaned("a.mbox", &boxed), wanted);
}

#[test]
fn what_is_signed_is_left_and_what_becomes_untrue_is_named() {
    let damaged = misread(RIGHT);
    let signed = format!(
        "Subject: x\nContent-Type: multipart/signed; boundary=a\n\n--a\nContent-Type: text/plain; charset=utf-8\n\n{damaged}\n--a\nContent-Type: application/pgp-signature\n\nx\n--a--\n"
    );
    let of_domain = format!("DKIM-Signature: v=1; b=x\nContent-Type: text/plain; charset=utf-8\n\n{damaged}\n");
    let (output, notes) = clean("a.eml", signed.as_bytes());
    assert!(output == signed.as_bytes());
    assert_eq!(notes, ["no text that is read; left as they came: line 1 (signed)"]);
    let (output, notes) = clean("a.eml", of_domain.as_bytes());
    assert_eq!(String::from_utf8(output).unwrap(), of_domain.replace(&damaged, RIGHT));
    assert_eq!(notes, ["not true any more of what was mended: line 1 (DKIM-Signature)"]);
    let right = of_domain.replace(&damaged, RIGHT);
    assert_eq!(clean("a.eml", right.as_bytes()).1, [""; 0]);
    let envelope = "From a@b Mon Jan  1 00:00:00 2001\n";
    let boxed = format!("{envelope}{right}\n{envelope}{of_domain}\n{envelope}{signed}");
    let (_, notes) = clean("a.mbox", boxed.as_bytes());
    assert_eq!(
        notes,
        ["left as they came: line 13 (signed); not true any more of what was mended: line 7 (DKIM-Signature)"]
    );
}

#[test]
fn mail_that_is_broken_or_lies_comes_to_no_harm() {
    let damaged = misread(RIGHT);
    let message = |headers: &str, body: &str| format!("Subject: x\n{headers}\n\n{body}\n");
    // A character set that has no such letters keeps to its own.
    let lying = message("Content-Type: text/plain; charset=us-ascii", "Han skrev rn\u{c3}\u{b8}det\n");
    let seven = message("Content-Type: text/plain; charset=utf-8", "Sagen blev droftet pa modet i rnandags.");
    let cut = message("Content-Transfer-Encoding: base64", "U2FnZW4gYmxldiBkcsODwrhmdGV0IHDDg8KlIG3Dg8");
    let border = message("Content-Type: multipart/mixed; boundary=a", &format!("--b\n\n{damaged}\n--b--"));
    for input in
        [&lying, &seven, &cut, &border, "ingen mail", "", "\n\n", "Content-Type: multipart/mixed; boundary=\n\nx"]
    {
        clean("a.eml", input.as_bytes());
    }
    assert_eq!(cleaned("a.eml", &border), border);
    assert!(cleaned("a.eml", &seven).is_ascii());
    let flowed = message(
        "Content-Type: text/plain; charset=utf-8; format=flowed",
        &format!("{damaged} \nog kom- \nmunen kom.\n-- \nmig"),
    );
    assert_eq!(cleaned("a.eml", &flowed), flowed.replace(&damaged, RIGHT));
}

#[test]
fn no_word_that_is_made_whole_leaves_what_begins_another_part() {
    let begun = "Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=utf-8\n\n";
    for rest in ["From nu af holdes møderne om aftenen.", "--x", "-- "] {
        let body = format!("Sagen kommer for i kom-\nmunens {rest}\nudvalg i næste uge.\n");
        let input = format!("{begun}{body}--x--\n");
        let (output, _) = clean("a.eml", input.as_bytes());
        let begins =
            |text: &str| text.lines().filter(|line| line.starts_with("From ") || line.starts_with("--")).count();
        assert_eq!(begins(&String::from_utf8(output).unwrap()), begins(&input), "{rest}");
    }
}
