@owner:accounts
@severity:critical
Feature: Logging out
  As someone who shares a desk
  I want everything to end the moment I log out
  So that the next person at the desk sees nothing of mine

  @promise:log-out-closes
  @wire
  Rule: Logging out closes every open connection at once

    Scenario: Nothing more is said to a connection that stayed open
      Given Ada is in a conversation
      When Ada logs out
      Then the connection of Ada is closed because she may no longer use it

    Scenario: A question asked afterwards is not answered
      Given Ada is in a conversation
      And Ada has logged out
      When Ada still asks "What did we spend in total in September 2026?"
      Then nothing reaches Ada any more

  @promise:log-out-ends-session
  @browser
  Rule: After logging out, the chat asks for the password again

    Scenario: Ada logs out and someone goes back to the chat
      Given Ada is in the chat
      And Ada has logged out
      When Ada goes straight to the chat
      Then Ada is asked to log in

    Scenario: The chat in the other tab ends too
      Given Ada is in the chat
      And Ada has the chat open in a second tab
      When Ada logs out
      Then the second tab of Ada asks to log in
