@owner:accessibility
@severity:critical
@browser
Feature: Using the keyboard alone
  As someone who cannot use a mouse
  I want to do everything by keyboard, and to see where I am
  So that I need nobody's help

  @promise:keyboard-suffices
  Rule: The keyboard is enough, from the first visit to the last answer

    @journey
    Scenario: Ada goes the whole way
      Given Ada uses the keyboard alone
      When Ada signs up
      And Ada confirms the address
      And Ada logs in
      And Ada starts a new conversation
      And Ada asks "What are the three most expensive models in September 2026?"
      Then the answer names the 3 most expensive models of "2026-09" in order, with spending and share of the bill
      And Ada always saw where the focus was

    @needs:own_settings
    Scenario: Ada has seen enough
      Given agents take their time
      And Ada uses the keyboard alone
      And Ada is in a conversation
      And Ada has asked "Write me a report for September 2026" and the agent is at work
      When Ada stops the run
      Then the run of Ada ends as stopped, complete and in order
      And Ada can write the next message at once

    Scenario: Ada goes back to what she asked before
      Given Ada uses the keyboard alone
      And Ada is in a conversation
      And Ada has asked "Which models do we use?"
      And Ada has begun another conversation
      When Ada goes back to "Which models do we use?"
      Then the conversation is what Ada saw before

    Scenario: Ada goes home
      Given Ada uses the keyboard alone
      And Ada is in the chat
      When Ada logs out
      Then Ada is asked to log in

  @promise:keyboard-reaches-everything
  Rule: It reaches everything in the order of reading, is never trapped, and one sees where one is

    Scenario Outline: <place>
      Given Ada has come to "<place>"
      When Ada goes through the page by keyboard, forwards and back
      Then she came to everything that can be used, in the order of reading
      And Ada always saw where the focus was

      Examples:
        | place                                        |
        | signing up                                   |
        | confirming, refused                          |
        | logging in, asked for a code                 |
        | asking for a new password                    |
        | choosing a new password                      |
        | asking for the mail again                    |
        | unlocking                                    |
        | the chat, with a table in the answer         |
        | the account                                  |
        | the second factor                            |
        | coming in by a mailed link, asked for a code |
        | confirming a new address                     |
        | putting the former address back, done        |
        | asking for a new address                     |
        | leaving for good                             |
        | the chat, with files and an opinion          |
        | the chat, with what was found                |

    @needs:own_settings
    Scenario Outline: With a role for it, <place>
      Given plans have their limits
      And Ada has the role of admin, and a second factor
      And Ada has come to "<place>"
      When Ada goes through the page by keyboard, forwards and back
      Then she came to everything that can be used, in the order of reading
      And Ada always saw where the focus was

      Examples:
        | place                |
        | looking after people |
        | looking into runs    |

  @promise:focus-kept
  Rule: After each action the focus stands where one goes on

    Scenario Outline: <place>: on to the <stop>
      When Ada comes to "<place>"
      Then the focus of Ada is at the <stop>

      Examples:
        | place                                        | stop                         |
        | signing up, refused                          | field "Password"             |
        | signing up, done                             | good news                    |
        | confirming, refused                          | link "Sign up"               |
        | confirming, done                             | link "Log in"                |
        | logging in, refused                          | refusal                      |
        | logging in, asked for a code                 | field "Code from your app"   |
        | the account, with another device logged out  | good news                    |
        | the second factor, refused                   | field "Code from your app"   |
        | the second factor, switched on               | good news                    |
        | the chat, refusing a message                 | field "Message"              |
        | the chat, with a question changed            | button "Edit"                |
        | the chat, with a question deleted            | field "Message"              |
        | the chat, with a conversation renamed        | button "Rename"              |
        | the chat, with a conversation put away       | button "Take back"           |
        | the chat, with a conversation deleted        | field "Message"              |
        | coming in by a mailed link, refused          | link "Ask for a new link"    |
        | coming in by a mailed link, asked for a code | field "Code from your app"   |
        | confirming a new address, done               | link "Go to the chat"        |
        | putting the former address back, done        | link "Choose a new password" |
        | asking for a new address, refused            | field "Password"             |
        | asking for a new address, done               | good news                    |
        | leaving for good, refused                    | field "Password"             |

    @needs:own_settings
    Scenario Outline: <place>: on to the <stop>, with a role for it
      Given plans have their limits
      And Ada has the role of admin, and a second factor
      When Ada comes to "<place>"
      Then the focus of Ada is at the <stop>

      Examples:
        | place                                        | stop      |
        | looking after people, with something changed | good news |
