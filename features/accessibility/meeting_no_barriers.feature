@owner:accessibility
@severity:critical
Feature: Meeting no barriers
  As someone who sees, hears or moves differently from most
  I want every page to be made for me, too
  So that I can do my work myself

  @promise:no-barriers-on-the-way-in
  @browser
  Rule: On the way in, nothing that the WCAG 2.2 forbid (levels A and AA) shuts anybody out

    Scenario Outline: Outside, <place>
      Given Ada has come to "<place>"
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

      Examples:
        | place                                        |
        | signing up                                   |
        | signing up, refused                          |
        | signing up, done                             |
        | confirming                                   |
        | confirming, refused                          |
        | confirming, done                             |
        | logging in                                   |
        | logging in, refused                          |
        | logging in, asked for a code                 |
        | asking for a new password                    |
        | asking for a new password, done              |
        | choosing a new password                      |
        | choosing a new password, refused             |
        | asking for the mail again                    |
        | unlocking                                    |
        | coming in by a mailed link                   |
        | coming in by a mailed link, refused          |
        | coming in by a mailed link, asked for a code |
        | confirming a new address                     |
        | confirming a new address, refused            |
        | confirming a new address, done               |
        | putting the former address back              |
        | putting the former address back, refused     |
        | putting the former address back, done        |

    @needs:own_settings
    Scenario: Outside, with providers to choose from
      Given people may come in through providers
      And Ada has come to "logging in"
      And Ada sees that Google would vouch for her
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

  @promise:no-barriers-inside
  @browser
  Rule: Nor does it inside

    Scenario Outline: Inside, <place>
      Given Ada has come to "<place>"
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

      Examples:
        | place                                       |
        | the chat, before anything was said          |
        | the chat, with a table in the answer        |
        | the chat, refusing a message                |
        | the chat, on a line that is cut             |
        | the chat, with files and an opinion         |
        | the chat, asked for a name                  |
        | the chat, asked whether to go on            |
        | the chat, with a question changed           |
        | the chat, with a question deleted           |
        | the chat, with a conversation renamed       |
        | the chat, with a conversation put away      |
        | the chat, with a conversation deleted       |
        | the chat, with the archive                  |
        | the chat, with what was found               |
        | the chat, with nothing found                |
        | the account                                 |
        | the account, with another device logged out |
        | the second factor                           |
        | the second factor, refused                  |
        | the second factor, switched on              |
        | asking for a new address                    |
        | asking for a new address, refused           |
        | asking for a new address, done              |
        | leaving for good                            |
        | leaving for good, refused                   |
        | looking after people, without the role      |
        | looking into runs, without the role         |

    @needs:own_settings
    Scenario Outline: Inside as <role>, <place>
      Given plans have their limits
      And Ada has the role of <role>, and a second factor
      And Ada has come to "<place>"
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

      Examples:
        | role    | place                                        |
        | admin   | looking after people                         |
        | admin   | looking after people, with something changed |
        | support | looking after people                         |
        | admin   | looking into runs                            |

    @needs:own_settings
    Scenario: Inside, with providers that open the account
      Given people may come in through providers
      And Ada has come in with her password
      And Ada has linked Google to her account
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out

    @needs:own_settings
    Scenario: While an agent is at work
      Given agents take their time
      And Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada looks at the page in light and in dark colours
      Then nothing there shuts Ada out
