@owner:accessibility
@severity:normal
Feature: Reading at any size
  As someone who reads on a phone, or magnifies everything four times
  I want each page to fit itself to what I can see
  So that I read down the page and never to and fro

  @promise:readable-at-any-size
  @browser
  Rule: Everything can be read without moving the page sideways, however narrow it is

    Scenario Outline: <place>
      Given Ada has come to "<place>"
      When Ada reads it on the narrowest screen, on a phone, magnified, and widely set
      Then Ada can read all of it without moving it sideways

      Examples:
        | place                                |
        | signing up, refused                  |
        | confirming, refused                  |
        | logging in, asked for a code         |
        | asking for a new password, done      |
        | choosing a new password, refused     |
        | asking for the mail again            |
        | unlocking                            |
        | the chat, with a table in the answer |
        | the chat, on a line that is cut      |
        | the account                          |
        | the second factor                    |
        | the second factor, switched on       |
        | coming in by a mailed link, refused  |
        | confirming a new address, done       |
        | putting the former address back      |
        | asking for a new address, refused    |
        | leaving for good                     |
        | the chat, with files and an opinion  |
        | the chat, asked for a name           |
        | the chat, with what was found        |

    @needs:own_settings
    Scenario Outline: With a role for it, <place>
      Given plans have their limits
      And Ada has the role of admin, and a second factor
      And Ada has come to "<place>"
      When Ada reads it on the narrowest screen, on a phone, magnified, and widely set
      Then Ada can read all of it without moving it sideways

      Examples:
        | place                                        |
        | looking after people, with something changed |
        | looking into runs                            |

    @needs:own_settings
    Scenario: The account, with providers that open it
      Given people may come in through providers
      And Ada has come in with her password
      And Ada has linked Google to her account
      When Ada reads it on the narrowest screen, on a phone, magnified, and widely set
      Then Ada can read all of it without moving it sideways
