@owner:security
@severity:critical
Feature: Refusing forged passes
  As the owner of an account
  I want a pass believed only when the platform made it, for now and for this use
  So that nobody speaks in my name, whatever they forge

  @promise:pass-of-the-platform
  @wire
  Rule: A pass counts only when the platform signed it, whatever the pass says of itself

    Scenario Outline: A pass that <trick>
      Given Ada has an account
      When Mallory shows a pass of Ada that <trick>
      Then Mallory gets no ticket

      Examples:
        | trick                                    |
        | says that it needs no signature          |
        | says None to signatures                  |
        | says NONE to signatures                  |
        | says nOnE to signatures                  |
        | is signed with a pair of keys of her own |
        | brings along the key that fits it        |
        | names an empty file as its key           |
        | slips a key past the list of keys        |
        | has no name for its key                  |
        | lacks its signature                      |

  @promise:key-not-fetched
  @wire
  Rule: Nothing is fetched from where a pass says that its key lies

    Scenario Outline: A pass that points to a <what> of Mallory's
      Given Ada has an account
      And Mallory has a place in the net
      When Mallory points to a <what> there in a pass of Ada
      Then Mallory gets no ticket
      And nobody came to the place of Mallory

      Examples:
        | what         |
        | list of keys |
        | certificate  |

  @promise:pass-for-this-use
  @wire
  @needs:own_settings
  Rule: A pass counts here, now, for whom it names, and while the log-in lasts

    Scenario Outline: A pass that <fault>, with a good signature
      Given the platform shares its key with other services
      And Ada has an account
      And Mallory has an account
      When Mallory shows a pass under the shared key that <fault>
      Then Mallory gets no ticket

      Examples:
        | fault                              |
        | was made for another service       |
        | was made by another service        |
        | counts from tomorrow on            |
        | was made tomorrow                  |
        | never runs out                     |
        | asks for a rule that nobody knows  |
        | belongs to a log-in that never was |
        | names Ada in the log-in of Mallory |
        | is longer than any pass            |

  @promise:key-for-one-door
  @wire
  Rule: What opens one door opens no other

    Scenario Outline: <What> in the place of <another>
      Given Ada is in the chat
      When Mallory passes off <what> of Ada as <another>
      Then Mallory is refused as "unauthenticated"

      Examples:
        | What         | what         | another     |
        | The renewal  | the renewal  | a pass      |
        | A new ticket | a new ticket | a pass      |
        | The pass     | the pass     | the renewal |
        | A new ticket | a new ticket | the renewal |

  @promise:guesses-told-nothing
  @wire
  Rule: Whoever guesses learns nothing from the answer

    Scenario Outline: Mallory guesses at <what>
      Given Ada has an account
      When Mallory guesses at <what> many times, near the truth and far from it
      Then all guesses of Mallory are answered alike, and with a refusal
      And both took Mallory equally long

      Examples:
        | what            |
        | a pass          |
        | a renewal       |
        | a ticket        |
        | a link to reset |
